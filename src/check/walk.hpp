// check/walk.hpp — The operands of a written expression, and texts of the source.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/source.hpp"
#include "syntax/tree.hpp"

namespace accrue::check {

// Calls `visit` with each direct operand that is written, table cells and edges included.
void for_each_operand(const syntax::Module& module, syntax::ExprId expr,
                      const std::function<void(syntax::ExprId)>& visit);

// The expression and everything inside it, outermost first.
void for_each_inside(const syntax::Module& module, syntax::ExprId expr,
                     const std::function<void(syntax::ExprId)>& visit);

// The same for every edge and cell of a table.
void for_each_operand(const syntax::Module& module, const syntax::WrittenTable& table,
                      const std::function<void(syntax::ExprId)>& visit);

// The expression inside its brackets.
syntax::ExprId unbracketed(const syntax::Module& module, syntax::ExprId expr);

// What a pay line names: `bonus` of `pay bonus`, and of `pay bonus after gates`.
syntax::ExprId paid_of(const syntax::Module& module, const syntax::Pay& pay);

// A name as it is compared: NFC.
std::string name_text(const Sources& sources, Span span);
// What is written there, to the end of its first line.
std::string first_line(const Sources& sources, Span span);
// `"text"` without its quotes.
std::string quoted_text(const Sources& sources, Span span);

template <class Node>
const Node* as(const syntax::Module& module, syntax::ExprId expr) {
    return expr ? std::get_if<Node>(&module.expressions[expr].node) : nullptr;
}

}  // namespace accrue::check
