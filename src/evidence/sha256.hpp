// evidence/sha256.hpp — By what a file is known again: the SHA-256 of its bytes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace accrue::evidence {

class Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::string_view bytes);
    // 64 hexadecimal digits of all that was added, which may go on.
    std::string hex() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);

}  // namespace accrue::evidence
