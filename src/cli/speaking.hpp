// cli/speaking.hpp — Another language for a while: what was made in it is made again in it.
#pragma once

#include "base/language.hpp"

namespace accrue::cli {

class Speaking {
  public:
    explicit Speaking(Language language) : before_(spoken()) { speak(language); }
    Speaking(const Speaking&) = delete;
    Speaking& operator=(const Speaking&) = delete;
    ~Speaking() { speak(before_); }

  private:
    Language before_;
};

}  // namespace accrue::cli
