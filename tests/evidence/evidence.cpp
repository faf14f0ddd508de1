#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "evidence/background.hpp"
#include "evidence/manifest.hpp"
#include "evidence/sha256.hpp"

using namespace accrue;
using namespace accrue::evidence;

namespace {

// Of FIPS 180-4's own examples.
const std::string of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const std::string of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const std::string of_a_million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

}  // namespace

TEST_CASE("SHA-256 is that of the standard, at once and piece by piece") {
    CHECK(sha256("") == of_nothing);
    CHECK(sha256("abc") == of_abc);
    Sha256 hash;
    CHECK(hash.hex() == of_nothing);
    for (int i = 0; i < 1000; ++i) hash.add(std::string(1000, 'a'));
    CHECK(hash.hex() == of_a_million);
}

TEST_CASE("fingerprints worked out beside are the same") {
    const std::string million(1'000'000, 'a');
    Fingerprints several({{"abc"}, {million}, {""}});
    const auto made = several.wait();
    REQUIRE(made.size() == 3);
    CHECK(made[0].sha256 == of_abc);
    CHECK(made[1].sha256 == of_a_million);
    CHECK(made[1].size == 1'000'000);
    CHECK(made[2].sha256 == of_nothing);

    FingerprintOfBlocks blocks;
    for (int i = 0; i < 1000; ++i) blocks.add(std::string(1000, 'a'));
    const auto whole = blocks.finish();
    CHECK(whole.sha256 == of_a_million);
    CHECK(whole.size == 1'000'000);
}

TEST_CASE("nobody need wait for a fingerprint") {
    const std::string large(50'000'000, 'a');
    const Fingerprints unwanted({{large}});
    const FingerprintOfBlocks none;
}

TEST_CASE("a manifest says what was used in a fixed order, and sizes where they are known") {
    Manifest manifest{.version = "1.0",
                      .options = {{"period", "2026-03"}},
                      .schemes = {{"s.pay", "abc"}},
                      .currency = "RUB",
                      .params = {{"rate", Date::of(2026, 1, 1), "0.5%"}, {"base", std::nullopt, "1k"}},
                      .inputs = {},
                      .totals = {{"person", "bonus", "12.30"}},
                      .results = {{"pay.csv", "csv", 2, fingerprint("abc")},
                                  {"x#pay", "sqlite", 2, {std::nullopt, of_abc}}}};
    manifest.inputs.push_back({"h.csv", fingerprint(""), {}});
    const auto text = manifest_json(manifest);
    const auto json = nlohmann::ordered_json::parse(text);
    std::vector<std::string> names;
    for (const auto& [name, value] : json.items()) names.push_back(name);
    CHECK(names == std::vector<std::string>{"schema", "accrue", "options", "schemes", "currency", "params",
                                            "inputs", "totals", "results"});
    CHECK(json["schema"] == "accrue.manifest/1");
    CHECK(json["schemes"][0]["sha256"] == of_abc);
    CHECK(json["params"][0]["from"] == "2026-01-01");
    CHECK(!json["params"][1].contains("from"));
    CHECK(json["totals"][0]["amount"] == "12.30");
    CHECK(json["inputs"][0]["size"] == 0);
    CHECK(json["results"][0]["size"] == 3);
    CHECK(!json["results"][1].contains("size"));
    CHECK(manifest_json(manifest) == text);
}
