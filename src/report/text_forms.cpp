#include <fmt/format.h>

#include <algorithm>

#include "base/messages/computing.hpp"
#include "report/escapes.hpp"
#include "report/result_columns.hpp"
#include "report/writer.hpp"

namespace accrue::report {
namespace {

// How a preset writes what every line is made of.
struct TextStyle {
    char delimiter = ',', point = '.';
    PeriodStyle periods = PeriodStyle::iso;
    std::string_view line_end = "\n", file_begin = "";
    enum class Defuse { no, yes } defuse = Defuse::no;
    enum class Encoding { utf8, windows_1251 } encoding = Encoding::utf8;

    std::string field(std::string_view text) const {
        const auto safe = defuse == Defuse::yes ? defused(text) : std::string(text);
        const auto quoted = csv_field(safe, delimiter);
        return encoding == Encoding::utf8 ? quoted : windows_1251(quoted);
    }
};

TextStyle text_style(Preset preset) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    TextStyle style;
    if (preset == Preset::machine) return style;
    style.line_end = "\r\n";
    style.defuse = TextStyle::Defuse::yes;
    if (preset == Preset::one_c) {
        style.encoding = TextStyle::Encoding::windows_1251;
    } else {
        style.file_begin = byte_order_mark;
    }
    if (preset == Preset::excel) return style;
    style.delimiter = ';';
    style.point = ',';
    style.periods = PeriodStyle::first_day;
    return style;
}

// A header, then the lines of each part.
class LinesWriter : public Writer {
  public:
    LinesWriter(std::string header, std::vector<LinePlan> plans, LineStyle style, Sink& sink)
        : header_(std::move(header)), plans_(std::move(plans)), style_(std::move(style)), sink_(sink) {}

    std::string formed(const Results& part) const override {
        std::string text;
        for (std::size_t i = 0; i < plans_.size(); ++i)
            append_lines(text, part, part.levels[i], plans_[i], style_);
        return text;
    }
    void take(std::string formed) override {
        begin();
        sink_.write(formed);
    }
    void finish() override { begin(); }

  private:
    void begin() {
        sink_.write(header_);
        header_.clear();
    }

    std::string header_;
    std::vector<LinePlan> plans_;  // by paid level
    LineStyle style_;
    Sink& sink_;
};

// A plan cell by cell.
class Plan {
  public:
    Plan& text(std::string_view fixed) {
        (plan_.cells.empty() ? plan_.before : plan_.cells.back().behind) += fixed;
        return *this;
    }
    Plan& cell(CellContent content) {
        plan_.cells.push_back({content, ""});
        return *this;
    }
    LinePlan made() && { return std::move(plan_); }

  private:
    LinePlan plan_;
};

LineStyle line_style(const TextStyle& style) {
    return {.key = [style](std::string_view key) { return style.field(key); },
            .periods = style.periods,
            .point = style.point};
}

LinePlan csv_plan(const std::vector<ResultColumn>& columns, const TextStyle& style) {
    Plan plan;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) plan.text({&style.delimiter, 1});
        plan.cell(columns[i].content);
    }
    plan.text(style.line_end);
    return std::move(plan).made();
}

std::string csv_header(const std::vector<ResultColumn>& columns, const TextStyle& style) {
    std::string header(style.file_begin);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) header += style.delimiter;
        header += style.field(columns[i].name);
    }
    return header.append(style.line_end);
}

// Which of the columns that a tidy line begins with there are.
struct TidyColumns {
    bool has_level = false, has_date = false;
    std::vector<core::LevelId> keys;
};
TidyColumns tidy_columns(const Outline& outline) {
    const auto of_records = [&](const PaidLevel& level) { return is_of_records(outline, level); };
    return {.has_level = outline.levels.size() > 1,
            .has_date = std::ranges::any_of(outline.levels, of_records),
            .keys = key_levels(outline)};
}

std::string tidy_header(const Outline& outline, const TidyColumns& columns, const TextStyle& style) {
    std::vector<std::string> names;
    if (columns.has_level) names.emplace_back("level");
    for (const auto level : columns.keys) names.push_back(style.field(key_name(outline, level)));
    names.emplace_back(unit_name(outline.scheme));
    if (columns.has_date) names.emplace_back("date");
    names.insert(names.end(), {"component", "amount", "currency"});
    const std::string_view delimiter(&style.delimiter, 1);
    return fmt::format("{}{}{}", style.file_begin, fmt::join(names, delimiter), style.line_end);
}

LinePlan tidy_plan(const Outline& outline, const PaidLevel& level, const TidyColumns& columns,
                   const TextStyle& style) {
    const std::string delimiter(1, style.delimiter);
    Plan plan;
    for (const auto& pay : level.pays) {
        if (columns.has_level)
            plan.text(style.field(outline.scheme.levels[level.level].name)).text(delimiter);
        for (const auto each : columns.keys) plan.cell(KeyCell{each}).text(delimiter);
        plan.cell(PeriodCell{}).text(delimiter);
        if (columns.has_date && is_of_records(outline, level)) plan.cell(DateCell{});
        if (columns.has_date) plan.text(delimiter);
        plan.text(style.field(pay.component)).text(delimiter).cell(AmountCell{pay.amount});
        plan.text(delimiter).text(style.field(outline.scheme.currency)).text(style.line_end);
    }
    return std::move(plan).made();
}

// Members in the order that `accrue.run/1` has.
LinePlan json_plan(const Outline& outline, const PaidLevel& level) {
    const auto& scheme = outline.scheme;
    Plan plan;
    plan.text("{");
    if (scheme.levels.size() > 1)
        plan.text("\"level\":").text(json_text(scheme.levels[level.level].name)).text(",");
    const auto member = [&](std::string_view name) -> Plan& { return plan.text(json_text(name)).text(":"); };
    // A record has the key of the row that it stands in, which stands above it too.
    const std::size_t own = is_of_records(outline, level) ? 0 : 1;
    member("key");
    level.keyed.empty() ? plan.text("\"\"") : plan.cell(KeyCell{level.keyed.front()});
    plan.text(",");
    for (std::size_t i = own; i < level.keyed.size(); ++i) {
        plan.text(i == own ? "\"above\":{" : ",");
        member(scheme.levels[level.keyed[i]].name).cell(KeyCell{level.keyed[i]});
    }
    if (level.keyed.size() > own) plan.text("},");
    if (is_of_records(outline, level)) member("date").text("\"").cell(DateCell{}).text("\",");
    member(unit_name(scheme)).text("\"").cell(PeriodCell{}).text("\",\"components\":{");
    const auto amount = [&](std::string_view name, core::DefinitionId definition) {
        member(name).text("\"").cell(AmountCell{definition}).text("\"");
    };
    for (std::size_t i = 0; i < level.pays.size(); ++i) {
        if (i > 0) plan.text(",");
        amount(level.pays[i].component, level.pays[i].amount);
    }
    plan.text("},");
    amount("pay", level.pay_total);
    plan.text("}\n");
    return std::move(plan).made();
}

std::string names_of_levels(const Outline& outline) {
    std::vector<std::string> names;
    for (const auto& level : outline.levels)
        names.push_back(fmt::format("`{}`", outline.scheme.levels[level.level].name));
    return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

std::unique_ptr<Writer> csv_writer(const Outline& outline, Preset preset, Sink& sink) {
    if (outline.levels.empty()) throw Refused{{kind::nothing_is_paid, {}, {}, {}}};
    if (outline.levels.size() > 1) {
        const auto& inner = outline.scheme.levels[outline.levels.back().level].name;
        throw Refused{
            {kind::several_paid_levels, {}, {names_of_levels(outline)}, {{kind::hint_one_level, {inner}}}}};
    }
    const auto style = text_style(preset);
    const auto columns = result_columns(outline, outline.levels.front());
    return std::make_unique<LinesWriter>(csv_header(columns, style), std::vector{csv_plan(columns, style)},
                                         line_style(style), sink);
}

std::unique_ptr<Writer> long_writer(const Outline& outline, Preset preset, Sink& sink) {
    const auto style = text_style(preset);
    const auto columns = tidy_columns(outline);
    std::vector<LinePlan> plans;
    for (const auto& level : outline.levels) plans.push_back(tidy_plan(outline, level, columns, style));
    return std::make_unique<LinesWriter>(tidy_header(outline, columns, style), std::move(plans),
                                         line_style(style), sink);
}

std::unique_ptr<Writer> jsonl_writer(const Outline& outline, Sink& sink) {
    std::vector<LinePlan> plans;
    for (const auto& level : outline.levels) plans.push_back(json_plan(outline, level));
    return std::make_unique<LinesWriter>("", std::move(plans), LineStyle{.key = json_text}, sink);
}

}  // namespace accrue::report
