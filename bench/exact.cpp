// The right amounts: by the reference evaluator, one row at a time in exact rationals, on two threads. All
// results are held against what it writes, those of `accrue run` too.
//
//     bench_exact SCHEME person=FILE … > FILE
#include <algorithm>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/parallel.hpp"
#include "explain/evaluate.hpp"
#include "explain/rows.hpp"
#include "loaded.hpp"

namespace accrue::bench {
namespace {

// So many keys are computed together: all that is remembered of them is then forgotten.
constexpr std::size_t keys_of_a_piece = 500;

std::string kopecks(const Exact& amount) {
    std::int64_t count = 0;
    if (!amount.fits_scaled(100, count) || count < 0) {
        throw std::runtime_error(amount.as_fraction() + " is not an amount of kopecks");
    }
    const auto rest = std::to_string(count % 100);
    return std::to_string(count / 100) + "." + (rest.size() == 1 ? "0" : "") + rest;
}

std::string amounts(const Loaded& given, const std::vector<data::RowId>& rows) {
    explain::Evaluation reference(given.scheme, given.history, given.sources);
    const auto pay = given.pay();
    std::string text;
    for (const auto row : rows) {
        const auto* amount = explain::amount(reference.value(pay, row));
        if (amount == nullptr) throw std::runtime_error("a row without a result: " + given.history.key(row));
        text += given.history.key(row) + "," + explain::row_time(given.scheme, given.history, row) + "," +
                kopecks(*amount) + "\n";
    }
    return text;
}

void write_all(const Loaded& given) {
    const auto level = given.scheme.definitions[given.pay()].level;
    auto rows = given.history.rows_of(level);
    const auto& keys = given.history.rows;
    std::ranges::stable_sort(rows, {}, [&](data::RowId row) { return keys[row].key.value; });
    std::vector<std::vector<data::RowId>> pieces;
    std::size_t keys_here = keys_of_a_piece;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        const bool is_new = at == 0 || keys[rows[at]].key != keys[rows[at - 1]].key;
        if (is_new && ++keys_here > keys_of_a_piece) {
            pieces.emplace_back();
            keys_here = 1;
        }
        pieces.back().push_back(rows[at]);
    }
    std::vector<std::string> texts(pieces.size());
    Workers workers(2);
    workers.each(pieces.size(),
                 [&](std::size_t piece, std::size_t) { texts[piece] = amounts(given, pieces[piece]); });
    std::cout << "person,month,pay\n";
    for (const auto& text : texts) std::cout << text;
}

}  // namespace
}  // namespace accrue::bench

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "bench_exact SCHEME person=FILE … > FILE\n";
        return 2;
    }
    try {
        accrue::bench::Loaded given;
        given.load(argv[1], {argv + 2, argv + argc});
        accrue::bench::write_all(given);
        return std::cout.flush() ? 0 : 1;
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << "\n";
        return 1;
    }
}
