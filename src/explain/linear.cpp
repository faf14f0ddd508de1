#include "explain/linear.hpp"

namespace accrue::explain {
namespace {

using Rows = std::vector<std::vector<Exact>>;

// (1 - coefficients) x = constants, the constant behind each row.
Rows with_constants(const LinearSystem& system) {
    Rows rows = system.coefficients;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < rows[i].size(); ++j) rows[i][j] = Exact(i == j ? 1 : 0) - rows[i][j];
        rows[i].push_back(system.constants[i]);
    }
    return rows;
}

// Brings a row to `place` whose number in that column is not 0; false when there is none.
bool pivot(Rows& rows, std::size_t place) {
    for (auto row = place; row < rows.size(); ++row) {
        if (rows[row][place].sign() == 0) continue;
        std::swap(rows[row], rows[place]);
        return true;
    }
    return false;
}

void clear_column(Rows& rows, std::size_t place) {
    const auto lead = rows[place][place];
    for (auto& number : rows[place]) number /= lead;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto factor = rows[row][place];
        if (row == place || factor.sign() == 0) continue;
        for (std::size_t column = place; column < rows[row].size(); ++column)
            rows[row][column] -= factor * rows[place][column];
    }
}

}  // namespace

std::optional<std::vector<Exact>> solution(const LinearSystem& system) {
    auto rows = with_constants(system);
    for (std::size_t place = 0; place < rows.size(); ++place) {
        if (!pivot(rows, place)) return std::nullopt;
        clear_column(rows, place);
    }
    std::vector<Exact> unknowns;
    for (auto& row : rows) unknowns.push_back(std::move(row.back()));
    return unknowns;
}

}  // namespace accrue::explain
