#include "evidence/sha256.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <new>

namespace accrue::evidence {
namespace {

struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

// Every call of libcrypto here fails only for want of memory.
void need(int done) {
    if (done != 1) throw std::bad_alloc();
}
Context made() {
    Context context(EVP_MD_CTX_new());
    need(context ? 1 : 0);
    return context;
}

}  // namespace

struct Sha256::State {
    Context context = made();
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    need(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr));
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
    need(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()));
}

std::string Sha256::hex() const {
    const auto copy = made();
    need(EVP_MD_CTX_copy_ex(copy.get(), state_->context.get()));
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    need(EVP_DigestFinal_ex(copy.get(), digest.data(), &size));
    std::string text;
    for (unsigned i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
    return text;
}

std::string sha256(std::string_view bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.hex();
}

}  // namespace accrue::evidence
