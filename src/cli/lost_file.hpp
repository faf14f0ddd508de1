// cli/lost_file.hpp — What happens when another program makes a file shorter while it is mapped into memory:
// the system then ends whoever reads the lost part with SIGBUS.
#pragma once

namespace accrue::cli {

// From now on the program says which file it was, in the language that is spoken then, and ends with exit
// code 5.
void explain_lost_files();

}  // namespace accrue::cli
