#include "evidence/pack_readme.hpp"

#include <fmt/format.h>

namespace accrue::evidence {

std::string pack_readme(std::size_t others) {
    constexpr const char* text = R"(ONE AMOUNT, AND ALL THAT IT TAKES TO COMPUTE IT AGAIN

  trace.txt, trace.html   why the amount is what it is; places such as person.csv:4 are those of the original files
  trace.json              the same for programs, accrue.trace/1
  scheme/                 the rules, as they were when the pack was made
  data/                   of each file its header and the rows that were needed, byte for byte
  manifest.json           which lines of which files these rows are, and the SHA-256 of everything, of the whole
                          original files too

To verify it:                         accrue audit verify THIS-FILE.zip
Against the original files as well:   accrue audit verify THIS-FILE.zip --data FOLDER

The amount is computed again from the packed rows; the trace must come out the same, byte for byte.
Rows of {0} others are inside. Handle it as you would handle a payroll.


ОДНА СУММА И ВСЁ, ЧТО НУЖНО, ЧТОБЫ ПОСЧИТАТЬ ЕЁ ЗАНОВО

  trace.txt, trace.html   почему сумма такая; места вроде person.csv:4 — это места в исходных файлах
  trace.json              то же для программ, accrue.trace/1
  scheme/                 правила, какими они были, когда собирали пакет
  data/                   из каждого файла — заголовок и нужные строки, байт в байт
  manifest.json           какие это строки каких файлов, и SHA-256 всего, в том числе исходных файлов целиком

Проверить:                            accrue audit verify ЭТОТ-ФАЙЛ.zip
Сверить и с исходными файлами:        accrue audit verify ЭТОТ-ФАЙЛ.zip --data ПАПКА

Сумма считается заново по строкам пакета; объяснение должно получиться тем же, байт в байт.
Чужих ключей внутри: {0}. Обращайтесь с пакетом как с расчётной ведомостью.
)";
    return fmt::format(fmt::runtime(text), others);
}

}  // namespace accrue::evidence
