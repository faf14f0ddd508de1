#include "syntax/dump.hpp"

#include <fmt/format.h>

#include "grammar/words.hpp"
#include "syntax/dump_words.hpp"

namespace accrue::syntax {

namespace {

class Dump {
  public:
    Dump(const Module& module, const Sources& sources) : module_(module), sources_(sources) {}

    std::string expr(ExprId id) {
        if (!id) return "-";
        const Expr& e = module_.expressions[id];
        return std::visit([&](const auto& node) { return written(node, e); }, e.node);
    }

    std::string module_text() {
        for (const Statement& s : module_.statements) statement(s);
        return std::move(out_);
    }

  private:
    std::string name(Span span) const { return span.length == 0 ? "" : plain(sources_.text(span)); }
    std::string text(Span span) const { return span.length == 0 ? "" : std::string(sources_.text(span)); }

    // -------- expressions
    std::string written(const Broken&, const Expr&) { return "broken"; }
    std::string written(const Number& n, const Expr&) {
        return plain_number(sources_.text(n.digits)) + (n.percent ? "%" : "") +
               (n.currency.length ? " " + text(n.currency) : "");
    }
    std::string written(const Text&, const Expr& e) { return text(e.span); }
    std::string written(const Date&, const Expr& e) { return text(e.span); }
    std::string written(const Month&, const Expr& e) { return text(e.span); }
    std::string written(const YesNo& y, const Expr&) { return y.value ? "yes" : "no"; }
    std::string written(const Name& n, const Expr&) {
        return name(n.head) + (n.member.length ? "." + name(n.member) : "");
    }
    std::string written(const Lookup& l, const Expr&) {
        return fmt::format("{}[{}]{}", text(l.reference), list(l.keys),
                           l.member.length ? "." + name(l.member) : "");
    }
    std::string written(const Convert& c, const Expr&) {
        return fmt::format("(convert {} to {} at {})", expr(c.of), text(c.currency), expr(c.rate));
    }
    std::string written(const AtDay& a, const Expr&) { return fmt::format("{}@{}", expr(a.of), a.day); }
    std::string written(const Call& c, const Expr&) {
        const grammar::Phrase* own = grammar::built_in_function(text(c.function));
        return fmt::format("{}({})", own ? own->english : text(c.function), list(c.arguments));
    }
    std::string written(const Binary& b, const Expr&) {
        return fmt::format("({} {} {})", expr(b.left), sign_of(b.op), expr(b.right));
    }
    std::string written(const Negate& n, const Expr&) { return fmt::format("(- {})", expr(n.of)); }
    std::string written(const Not& n, const Expr&) { return fmt::format("(not {})", expr(n.of)); }
    std::string written(const Rounded& r, const Expr&) {
        return fmt::format("({} rounded {} to {})", expr(r.of), r.mode ? word_of(*r.mode) : "as the scheme",
                           expr(r.step));
    }
    std::string written(const Bracket& b, const Expr&) { return fmt::format("[{}]", expr(b.of)); }
    std::string written(const Choice& c, const Expr&) {
        return fmt::format("({} if {} otherwise {})", expr(c.value), expr(c.condition), expr(c.otherwise));
    }
    std::string written(const Previous& p, const Expr&) {
        if (p.back == 0) return fmt::format("(previous {})", expr(p.of));
        return fmt::format("({} {} {} ago)", expr(p.of), p.back, plural(p.unit));
    }
    std::string written(const Aggregate& a, const Expr&) {
        return fmt::format("({} of {}{}{}{})", word_of(a.op), expr(a.of), scope(a.scope),
                           a.lowest_first ? " lowest first" : "", a.where ? " where " + expr(a.where) : "");
    }
    std::string written(const AfterGates& a, const Expr&) {
        return fmt::format("({} after gates)", expr(a.of));
    }
    std::string written(const Increase& i, const Expr&) {
        return fmt::format("(increase of {}{})", expr(i.of), scope(i.scope));
    }
    std::string written(const OfTime& t, const Expr&) { return fmt::format("({})", word_of(t.clock)); }
    std::string written(const MonthsBetween& m, const Expr&) {
        return fmt::format("(months from {} to {})", expr(m.from), expr(m.to));
    }
    std::string written(const TableExpr& t, const Expr&) { return table(module_.tables[t.table]); }

    std::string list(ExprList l) {
        std::string result;
        for (const ExprId id : module_.list(l)) result += (result.empty() ? "" : ", ") + expr(id);
        return result;
    }
    std::string scope(const Scope& s) {
        if (s.reach != Reach::level) return months(s.reach, s);
        return (s.level.length ? " over " + text(s.level) : " over all") + months(s.months_reach, s);
    }
    std::string months(Reach reach, const Scope& s) {
        switch (reach) {
            case Reach::inner:
                return "";
            case Reach::month:
                return " over month";
            case Reach::quarter:
                return " over quarter";
            case Reach::year:
                return " over year";
            case Reach::last_months:
                return fmt::format(" over last {} {}", s.months, plural(s.unit));
            case Reach::all_months:
                return fmt::format(" over all {}", plural(s.unit));
            case Reach::earlier_of_month:
                return fmt::format(" over earlier {} of month", plural(s.unit));
            case Reach::earlier_of_quarter:
                return fmt::format(" over earlier {} of quarter", plural(s.unit));
            case Reach::earlier_of_year:
                return fmt::format(" over earlier {} of year", plural(s.unit));
            case Reach::so_far:
                return " so far";
            case Reach::so_far_quarter:
                return " so far this quarter";
            case Reach::so_far_year:
                return " so far this year";
            case Reach::level:
                return " over rows";
        }
        return "";
    }

    // -------- tables
    std::string head(const Head& h) {
        return std::visit(overloaded{[](const Otherwise&) { return std::string("otherwise"); },
                                     [&](const Below& b) { return "below " + expr(b.edge); },
                                     [&](const UpTo& u) { return "up to " + expr(u.edge); },
                                     [&](const Point& p) { return "at " + expr(p.at); },
                                     [&](const OneOf& o) { return list(o.keys); },
                                     [](const BelowAll&) { return std::string("below all"); },
                                     [](const AboveAll&) { return std::string("above all"); }},
                          h.band);
    }
    std::string cell(const Cell& c) {
        switch (c.end) {
            case End::value:
                return expr(c.value);
            case End::error:
                return "error";
            case End::flat:
                return "flat";
            case End::extended:
                return "extended";
        }
        return "";
    }
    std::string table(const WrittenTable& t) {
        std::string result(mode_word(t.mode));
        if (t.key) result += " " + expr(t.key);
        if (t.second_key) result += ", " + expr(t.second_key);
        if (t.by.length) return result + " by " + text(t.by);
        result += " {";
        for (const Head& h : t.columns) result += " | " + head(h);
        for (const TableRow& row : t.rows) {
            result += "; " + head(row.head) + " :";
            for (const Cell& c : row.cells) result += " " + cell(c);
        }
        return result + (t.broken ? "; broken }" : " }");
    }

    // -------- statements
    void line(const std::string& text_of_line) {
        out_ += std::string(indent_ * 2, ' ') + text_of_line + "\n";
    }
    std::string declared(const Declared& d) {
        std::string result = text(d.name);
        for (std::size_t i = 0; i < d.forms.size(); ++i) result += (i ? ", " : " (") + text(d.forms[i]);
        return result + (d.forms.empty() ? "" : ")");
    }
    std::string type(const TypeRef& t) {
        return std::string(word_of(t.word)) + (t.currency.length ? " " + text(t.currency) : "");
    }
    std::string label(Label l) { return l.length ? " " + text(l) : ""; }
    std::string alternative(const Alternative& a) {
        return expr(a.value) + (a.condition ? " if " + expr(a.condition) : "") +
               (a.otherwise ? " otherwise " + expr(a.otherwise) : "") + (a.is_otherwise ? " otherwise" : "");
    }
    std::string values(const std::vector<ExprId>& ids) {
        std::string result;
        for (const ExprId id : ids) result += (result.empty() ? "" : " | ") + expr(id);
        return result;
    }
    std::string named_day(Span of, int day) { return name(of) + (day ? fmt::format("@{}", day) : ""); }

    void statement(const Statement& s) {
        std::visit([&](const auto& node) { show(node); }, s.node);
    }
    void show(const Statement::Unreadable& u) { line("unreadable " + text(u.name)); }
    void show(const SchemeHeader& h) {
        line("scheme " + text(h.name) + label(h.title) +
             (h.based_on.length ? " based on " + text(h.based_on) : ""));
    }
    void show(const Use& u) { line("use " + text(u.file)); }
    void show(const Currency& c) { line("currency " + text(c.code)); }
    void show(const RoundingHeader& r) {
        line(fmt::format("rounding {} to {}", word_of(r.mode), expr(r.step)));
    }
    void show(const Period& p) { line(fmt::format("period {}", word_of(p.word))); }
    void show(const YearStarts& y) { line(fmt::format("year starts in month {}", y.month)); }
    void show(const Level& l) {
        line("level " + declared(l.name) + (l.in.length ? " in " + text(l.in) : ""));
    }
    void show(const Records& r) {
        std::string order;
        for (const Span field : r.order) order += (order.empty() ? " in order of " : ", ") + text(field);
        line("records " + declared(r.name) + " for " + text(r.level) + order);
        inside(r.statements);
    }
    void show(const Reference& r) {
        std::string keys;
        for (const ReferenceKey& k : r.keys) {
            keys += (keys.empty() ? " by " : ", ") + std::string(word_of(k.match)) + text(k.name);
        }
        line("reference " + declared(r.name) + keys + label(r.label));
        ++indent_;
        for (const ReferenceField& f : r.fields) line(declared(f.name) + " : " + type(f.type));
        --indent_;
    }
    void show(const Param& p) {
        std::string result = "param " + declared(p.name) + (p.type ? " : " + type(*p.type) : "") + " =";
        for (const DatedValue& v : p.values) {
            result += " " + expr(v.value) + (v.from.length ? " from " + text(v.from) : "") +
                      (&v == &p.values.back() ? "" : ",");
        }
        line(result + label(p.label));
    }
    void show(const Input& i) {
        std::string names;
        for (const Declared& d : i.names) names += (names.empty() ? "" : ", ") + declared(d);
        line(fmt::format("{}input {} : {}{}{}{}{}{}", i.lever ? "lever " : "", names, type(i.type),
                         i.by_day ? " by day" : "",
                         i.has_range ? fmt::format(" in {} .. {}", expr(i.low), expr(i.high)) : "",
                         i.is_signed ? " signed" : "", i.default_to ? " default " + expr(i.default_to) : "",
                         label(i.label)));
    }
    void show(const Definition& d) {
        line("define " + declared(d.name) + (d.type ? " : " + type(*d.type) : "") + label(d.label) + " = " +
             alternative(d.alternatives.front()));
        ++indent_;
        for (std::size_t i = 1; i < d.alternatives.size(); ++i) line("= " + alternative(d.alternatives[i]));
        --indent_;
    }
    void show(const Gate& g) { line("gate " + text(g.part) + " if " + expr(g.condition)); }
    void show(const Split& s) {
        std::string result = "split " + expr(s.whole) + " into";
        for (const PartRef& p : s.parts) {
            result += " " + declared(p.name) + (p.portion ? " " + expr(p.portion) : "") +
                      (&p == &s.parts.back() ? "" : ",");
        }
        line(result);
    }
    void show(const Pay& p) {
        const std::string_view each = p.each == Each::month     ? " each month"
                                      : p.each == Each::quarter ? " each quarter"
                                      : p.each == Each::year    ? " each year"
                                                                : "";
        line(fmt::format("pay {}{}{}{}", p.name.name.length ? declared(p.name) + " = " : "",
                         alternative(p.amount), each, label(p.label)));
    }
    void show(const Share& s) {
        line(fmt::format("share {} among {} as {}{}", expr(s.pool), text(s.level), declared(s.name),
                         label(s.label)));
        ++indent_;
        for (const Clause& c : s.clauses) show(c);
        --indent_;
    }
    void show(const Clause& c) {
        const std::string where = c.condition ? "where " + expr(c.condition) : "";
        const std::string tail = std::string(c.together ? " together" : "") +
                                 (c.none_to_rest ? " if none to rest" : "") + label(c.label);
        switch (c.kind) {
            case ClauseKind::claim:
                return line((c.condition ? where : "each") + " : " + expr(c.amount) + tail);
            case ClauseKind::rest:
                return line("rest " + (c.amount ? "by " + expr(c.amount) : "equally") +
                            (c.condition ? " " + where : ""));
            case ClauseKind::remainder:
                return line("remainder to " + expr(c.condition));
            case ClauseKind::nobody_below_zero:
                return line("nobody below 0");
        }
    }
    void show(const Solve& s) {
        line("solve");
        inside(s.definitions);
    }
    void show(const Lots& l) {
        const std::string usable =
            l.usable_for ? fmt::format(" usable for {} {}", l.usable_for, plural(l.unit)) : "";
        line("lots " + declared(l.name) + usable + label(l.label));
        ++indent_;
        line("add " + expr(l.add));
        line("take " + expr(l.take));
        --indent_;
    }
    void show(const Promise& p) {
        const std::string condition = p.condition ? " if " + expr(p.condition) : "";
        switch (p.form) {
            case PromiseForm::relation:
                return line("promise " + expr(p.claim) + condition);
            case PromiseForm::never_falls:
                return line("promise " + expr(p.claim) + " never falls as " + text(p.rising) + " rises" +
                            condition);
            case PromiseForm::nobody_loses:
                return line("promise nobody loses against " + text(p.against) + condition);
        }
    }
    void show(const Function& f) {
        std::string parameters;
        for (const FunctionParameter& p : f.parameters) {
            parameters += (parameters.empty() ? "" : ", ") + text(p.name) + " : " + type(p.type);
        }
        line("function " + declared(f.name) + "(" + parameters + ") = " + alternative(f.body));
    }
    void show(const NamedTable& t) {
        line("table " + declared(t.name) + " " + table(module_.tables[t.table]));
    }
    void show(const Replace& r) {
        line("replace");
        ++indent_;
        statement(module_.inner[r.statement]);
        --indent_;
    }
    void show(const Block& b) {
        line("block " + text(b.level));
        inside(b.statements);
    }
    void inside(const std::vector<std::uint32_t>& statements) {
        ++indent_;
        for (const std::uint32_t i : statements) statement(module_.inner[i]);
        --indent_;
    }
    void show(const Example& e) {
        line("example" + label(e.title));
        lines(e.lines);
    }
    void lines(const std::vector<std::uint32_t>& ids) {
        ++indent_;
        for (const std::uint32_t i : ids) {
            std::visit([&](const auto& node) { show(node); }, module_.example_lines[i].node);
        }
        --indent_;
    }
    void show(const ExampleSet& s) {
        line("set " + named_day(s.name, s.day) + " = " + values(s.values) +
             (s.who.length ? " by " + text(s.who) : "") + (s.why.length ? " because " + text(s.why) : ""));
    }
    void show(const Expect& e) {
        if (e.error) return line("expect error" + label(e.error_text));
        if (e.promise_broken) return line("expect promise broken");
        line("expect " + named_day(e.name, e.day) + (e.member.length ? "." + text(e.member) : "") +
             (e.about ? " about " : " = ") + values(e.values));
    }
    void show(const ExampleMonths& m) {
        line(fmt::format("{} {} .. {}", plural(m.word), text(m.first), text(m.last)));
    }
    void show(const ExampleRow& r) {
        std::string keys;
        for (const ExprId key : r.keys) keys += (keys.empty() ? " " : ", ") + expr(key);
        line("row " + text(r.level) + keys);
        lines(r.lines);
    }
    void show(const Employed& e) {
        line("employed" + (e.first.length ? " from " + text(e.first) : "") +
             (e.last.length ? " to " + text(e.last) : ""));
    }

    const Module& module_;
    const Sources& sources_;
    std::string out_;
    std::size_t indent_ = 0;
};

}  // namespace

std::string dump(const Module& module, const Sources& sources) {
    return Dump(module, sources).module_text();
}

std::string dump(const Module& module, const Sources& sources, ExprId expression) {
    return Dump(module, sources).expr(expression);
}

}  // namespace accrue::syntax
