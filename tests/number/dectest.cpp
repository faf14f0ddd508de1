// The decimal arithmetic test suite (M. F. Cowlishaw's `decTest` files) on exact rationals: every case whose
// result is a number that follows from values alone. The result is computed exactly, rounded once to the
// precision of the context, and must equal the expected value. Cases about NaN, infinity, signed zero, the
// limits of an exponent or the form of a number are skipped and counted.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "number/decimal.hpp"
#include "number/rounding.hpp"

namespace {

using accrue::Exact;
using accrue::Rounding;

constexpr int least_passed = 25'000;     // of the 25,393 that Debian 12's files hold
constexpr int longest_exponent = 1'500;  // digits; the suite goes to 10^999999999

// ---- Cases as they are written ----

struct Context {
    int precision = 9;
    std::optional<Rounding> rounding = Rounding::half_up;
};

struct Case {
    std::string name;
    std::string operation;
    std::vector<std::string> operands;
    std::string expected;
    std::vector<std::string> conditions;
};

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

// Parted by blanks; quotes hold a word together; `--` opens a comment.
std::vector<std::string> words_of(const std::string& line) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < line.size();) {
        if (std::isspace(static_cast<unsigned char>(line[i])) != 0) {
            ++i;
        } else if (line.compare(i, 2, "--") == 0) {
            break;
        } else if (line[i] == '\'' || line[i] == '"') {
            const auto end = std::min(line.find(line[i], i + 1), line.size());
            words.push_back(line.substr(i + 1, end - i - 1));
            i = end + 1;
        } else {
            const auto end = std::min(line.find_first_of(" \t\r", i), line.size());
            words.push_back(line.substr(i, end - i));
            i = end;
        }
    }
    return words;
}

std::optional<Case> case_of(const std::vector<std::string>& words) {
    const auto arrow = std::ranges::find(words, "->");
    if (words.size() < 4 || arrow - words.begin() < 3 || words.end() - arrow < 2) return std::nullopt;
    return Case{.name = words[0],
                .operation = lower(words[1]),
                .operands = {words.begin() + 2, arrow},
                .expected = *(arrow + 1),
                .conditions = {arrow + 2, words.end()}};
}

std::optional<Rounding> rounding_named(const std::string& name) {
    static const std::map<std::string, Rounding> modes = {
        {"up", Rounding::up},           {"down", Rounding::down},
        {"half_up", Rounding::half_up}, {"half_down", Rounding::half_down},
        {"ceiling", Rounding::ceiling}, {"half_even", Rounding::half_even},
        {"floor", Rounding::floor},     {"05up", Rounding::zero_five_up}};
    const auto mode = modes.find(name);
    return mode == modes.end() ? std::nullopt : std::optional(mode->second);
}

// `precision: 9`, also with a blank before the colon.
void take_directive(const std::string& line, Context& context) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) return;
    const auto name = words_of(lower(line.substr(0, colon)));
    const auto value = words_of(lower(line.substr(colon + 1)));
    if (name.size() != 1 || value.empty()) return;
    if (name[0] == "precision") context.precision = std::stoi(value[0]);
    if (name[0] == "rounding") context.rounding = rounding_named(value[0]);
}

// ---- Numbers ----

struct Number {
    Exact value;
    int exponent;  // of the last digit written: -2 for 1.50
    bool is_negative_zero;
};

Exact power_of_ten(int exponent) {
    return Exact::scaled(1, -exponent);
}

// `12.`, `.5` and a plus sign are numbers of the suite, not of the language.
std::string plain(std::string digits) {
    if (digits.starts_with('+')) digits.erase(0, 1);
    const auto first = digits.starts_with('-') ? 1U : 0U;
    if (digits.substr(first).starts_with('.')) digits.insert(first, "0");
    if (digits.ends_with('.')) digits.pop_back();
    return digits;
}

std::optional<int> exponent_of(const std::string& text) {
    const auto first = text.starts_with('-') || text.starts_with('+') ? 1U : 0U;
    const auto digits = text.substr(first);
    if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos) {
        return std::nullopt;
    }
    return text.starts_with('-') ? -std::stoi(digits) : std::stoi(digits);
}

std::optional<Number> number(const std::string& text) {
    const auto e = text.find_first_of("eE");
    const auto digits = plain(text.substr(0, e));
    const auto exponent = e == std::string::npos ? std::optional(0) : exponent_of(text.substr(e + 1));
    const auto value = accrue::parse_decimal(digits);
    if (!value || !exponent || std::abs(*exponent) > longest_exponent) return std::nullopt;
    const auto point = digits.find('.');
    const int places = point == std::string::npos ? 0 : static_cast<int>(digits.size() - point - 1);
    return Number{.value = *value * power_of_ten(*exponent),
                  .exponent = *exponent - places,
                  .is_negative_zero = value->sign() == 0 && digits.starts_with('-')};
}

// The exponent of the first digit: 10^e <= |value| < 10^(e + 1). The lengths of numerator and denominator
// leave two candidates.
int first_digit_exponent(const Exact& value) {
    const auto fraction = abs(value).as_fraction();
    const auto bar = std::min(fraction.find('/'), fraction.size());
    const auto below = bar == fraction.size() ? 1 : fraction.size() - bar - 1;
    const auto candidate = static_cast<int>(bar) - static_cast<int>(below);
    return abs(value) < power_of_ten(candidate) ? candidate - 1 : candidate;
}

// ---- Operations ----

using Operands = std::vector<Number>;

Exact towards_zero(const Exact& value) {
    return rounded(value, Rounding::down, 1);
}

Exact to_precision(const Exact& value, const Context& context) {
    if (value.sign() == 0) return value;
    return rounded(value, *context.rounding,
                   power_of_ten(first_digit_exponent(value) - context.precision + 1));
}

Exact order(const Exact& a, const Exact& b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

// The larger magnitude; the larger number when the magnitudes are equal.
bool is_larger_magnitude(const Exact& a, const Exact& b) {
    return abs(a) == abs(b) ? a > b : abs(a) > abs(b);
}

// Before rounding to the precision of the context.
using Function = Exact (*)(const Operands&, const Context&);
enum class Afterwards { round_to_precision, keep };
struct Operation {
    std::size_t operands;
    Afterwards afterwards;
    Function compute;
};

const std::map<std::string, Operation>& operations() {
    constexpr auto round = Afterwards::round_to_precision;
    constexpr auto keep = Afterwards::keep;
    static const std::map<std::string, Operation> table = {
        {"add", {2, round, [](const Operands& x, const Context&) { return x[0].value + x[1].value; }}},
        {"subtract", {2, round, [](const Operands& x, const Context&) { return x[0].value - x[1].value; }}},
        {"multiply", {2, round, [](const Operands& x, const Context&) { return x[0].value * x[1].value; }}},
        {"divide", {2, round, [](const Operands& x, const Context&) { return x[0].value / x[1].value; }}},
        {"fma",
         {3, round, [](const Operands& x, const Context&) { return x[0].value * x[1].value + x[2].value; }}},
        {"divideint",
         {2, keep, [](const Operands& x, const Context&) { return towards_zero(x[0].value / x[1].value); }}},
        {"remainder",
         {2, round,
          [](const Operands& x, const Context&) {
              return x[0].value - x[1].value * towards_zero(x[0].value / x[1].value);
          }}},
        {"remaindernear",
         {2, round,
          [](const Operands& x, const Context&) {
              return x[0].value - x[1].value * rounded(x[0].value / x[1].value, Rounding::half_even, 1);
          }}},
        {"compare",
         {2, keep, [](const Operands& x, const Context&) { return order(x[0].value, x[1].value); }}},
        {"comparesig",
         {2, keep, [](const Operands& x, const Context&) { return order(x[0].value, x[1].value); }}},
        {"max", {2, round, [](const Operands& x, const Context&) { return larger(x[0].value, x[1].value); }}},
        {"min",
         {2, round, [](const Operands& x, const Context&) { return smaller(x[0].value, x[1].value); }}},
        {"maxmag",
         {2, round,
          [](const Operands& x, const Context&) {
              return is_larger_magnitude(x[0].value, x[1].value) ? x[0].value : x[1].value;
          }}},
        {"minmag",
         {2, round,
          [](const Operands& x, const Context&) {
              return is_larger_magnitude(x[0].value, x[1].value) ? x[1].value : x[0].value;
          }}},
        {"plus", {1, round, [](const Operands& x, const Context&) { return x[0].value; }}},
        {"apply", {1, round, [](const Operands& x, const Context&) { return x[0].value; }}},
        {"reduce", {1, round, [](const Operands& x, const Context&) { return x[0].value; }}},
        {"minus", {1, round, [](const Operands& x, const Context&) { return -x[0].value; }}},
        {"abs", {1, round, [](const Operands& x, const Context&) { return abs(x[0].value); }}},
        {"copy", {1, keep, [](const Operands& x, const Context&) { return x[0].value; }}},
        {"copyabs", {1, keep, [](const Operands& x, const Context&) { return abs(x[0].value); }}},
        {"copynegate", {1, keep, [](const Operands& x, const Context&) { return -x[0].value; }}},
        {"copysign",
         {2, keep,
          [](const Operands& x, const Context&) {
              return x[1].value.sign() < 0 ? -abs(x[0].value) : abs(x[0].value);
          }}},
        {"quantize",
         {2, keep,
          [](const Operands& x, const Context& context) {
              return rounded(x[0].value, *context.rounding, power_of_ten(x[1].exponent));
          }}},
        {"rescale",
         {2, keep,
          [](const Operands& x, const Context& context) {
              std::int64_t exponent = 0;
              x[1].value.fits_scaled(1, exponent);
              return rounded(x[0].value, *context.rounding, power_of_ten(static_cast<int>(exponent)));
          }}},
        {"tointegral",
         {1, keep,
          [](const Operands& x, const Context& context) {
              return rounded(x[0].value, *context.rounding, 1);
          }}},
        {"tointegralx",
         {1, keep,
          [](const Operands& x, const Context& context) {
              return rounded(x[0].value, *context.rounding, 1);
          }}},
        {"scaleb",
         {2, round,
          [](const Operands& x, const Context&) {
              std::int64_t exponent = 0;
              x[1].value.fits_scaled(1, exponent);
              return x[0].value * power_of_ten(static_cast<int>(exponent));
          }}},
    };
    return table;
}

// ---- Which cases are ours ----

bool is_special(const std::string& text) {
    const auto word = lower(text);
    return word.find("nan") != std::string::npos || word.find("inf") != std::string::npos;
}

bool has_condition(const Case& test, std::initializer_list<std::string_view> names) {
    return std::ranges::any_of(test.conditions, [&](const std::string& condition) {
        return std::ranges::find(names, lower(condition)) != names.end();
    });
}

// Other operations are about roots and powers, about bits, or about the form of a number (its exponent, its
// flags).
std::optional<std::string> reason_by_text(const Case& test) {
    const auto& texts = test.operands;
    const auto has = [&](auto&& of) { return of(test.expected) || std::ranges::any_of(texts, of); };
    if (!operations().contains(test.operation)) return "other operations";
    if (has([](const std::string& text) { return text.find('#') != std::string::npos; })) return "encoded";
    if (has(is_special)) return "NaN or infinity";
    if (test.expected == "?") return "result undefined";
    if (has_condition(test, {"overflow", "underflow", "subnormal"})) return "exponent limits";
    if (!std::ranges::all_of(texts, [](const auto& text) { return number(text).has_value(); }))
        return "exponent too large";
    if (!number(test.expected)) return "exponent too large";
    return std::nullopt;
}

std::optional<std::string> reason_to_skip(const Case& test, const Context& context) {
    if (!context.rounding) return "rounding mode unknown";
    if (auto reason = reason_by_text(test)) return reason;
    if (number(test.expected)->is_negative_zero) return "signed zero";
    const bool is_sign_of_zero = test.operation == "copysign" && number(test.operands[1])->is_negative_zero;
    if (is_sign_of_zero) return "signed zero";
    return std::nullopt;
}

// ---- The run ----

struct Tally {
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    std::map<std::string, int> reasons;
    std::map<std::string, int> by_operation;
};

Exact result_of(const Case& test, const Context& context) {
    Operands operands;
    for (const auto& text : test.operands) operands.push_back(*number(text));
    const auto& operation = operations().at(test.operation);
    const auto exact = operation.compute(operands, context);
    return operation.afterwards == Afterwards::keep ? exact : to_precision(exact, context);
}

void run(const Case& test, const Context& context, Tally& tally) {
    if (const auto reason = reason_to_skip(test, context)) {
        ++tally.skipped;
        ++tally.reasons[*reason];
        return;
    }
    const auto result = result_of(test, context);
    if (result == number(test.expected)->value) {
        ++tally.passed;
        ++tally.by_operation[test.operation];
        return;
    }
    ++tally.failed;
    fmt::print("{} {} {}: expected {}, computed {}\n", test.name, test.operation,
               fmt::join(test.operands, " "), test.expected, accrue::to_machine(result).substr(0, 60));
}

void run(const std::filesystem::path& path, Tally& tally) {
    std::ifstream file(path);
    Context context;
    for (std::string line; std::getline(file, line);) {
        const auto words = words_of(line);
        if (const auto test = case_of(words)) {
            run(*test, context, tally);
        } else if (!words.empty()) {
            take_directive(line, context);
        }
    }
}

std::vector<std::filesystem::path> files() {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(DECTEST_FOLDER)) {
        if (entry.path().extension() == ".decTest") paths.push_back(entry.path());
    }
    std::ranges::sort(paths);
    return paths;
}

std::string listed(const std::map<std::string, int>& counts) {
    std::vector<std::string> parts;
    for (const auto& [name, count] : counts) parts.push_back(fmt::format("{} {}", count, name));
    return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

int main() {
    Tally tally;
    for (const auto& path : files()) run(path, tally);
    fmt::print("dectest: {} passed, {} failed, {} skipped ({})\n", tally.passed, tally.failed, tally.skipped,
               listed(tally.reasons));
    fmt::print("passed by operation: {}\n", listed(tally.by_operation));
    if (tally.passed < least_passed)
        fmt::print("fewer than {} passed: is the suite complete?\n", least_passed);
    return tally.failed == 0 && tally.passed >= least_passed ? EXIT_SUCCESS : EXIT_FAILURE;
}
