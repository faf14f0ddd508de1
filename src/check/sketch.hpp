// check/sketch.hpp — Makes a sketch whole: what it leaves unsaid is declared as if it had been written, and
// told as an assumption.
#pragma once

#include <functional>
#include <string>

#include "base/diagnostic.hpp"
#include "check/declarations.hpp"
#include "check/owners.hpp"
#include "syntax/tree.hpp"

namespace accrue::check {

// 1 to 3 for `third1` … `third3`, 0 for every other name.
int third_number(const std::string& name);

class Sketch {
  public:
    Sketch(const syntax::Module& module, const Sources& sources, Declarations& declarations, Owners& owners,
           Diagnostics& diagnostics)
        : module_(module),
          sources_(sources),
          declarations_(declarations),
          owners_(owners),
          diagnostics_(diagnostics) {}

    // `third1` … `third3` split the definition before their first mention; null where there is none, which is
    // reported.
    const Symbol* split_in_thirds(const std::string& name, const syntax::Gate& gate,
                                  std::size_t definitions_before);
    // The currency, the inputs and the pay line that are not written.
    void finish();

  private:
    void assume_currency();
    void invent_inputs();
    void invent_pay();
    void for_each_expression(const std::function<void(syntax::ExprId)>& visit) const;
    InputDeclaration* invented_input(const syntax::Name& name);
    std::size_t last_result() const;

    const syntax::Module& module_;
    const Sources& sources_;
    Declarations& declarations_;
    Owners& owners_;
    Diagnostics& diagnostics_;
};

}  // namespace accrue::check
