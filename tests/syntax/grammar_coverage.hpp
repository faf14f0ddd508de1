// Which rules of the grammar no scheme of the corpus under tests/golden/language uses.
#pragma once

#include <string>
#include <vector>

std::vector<std::string> unused_rules();
