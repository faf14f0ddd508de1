#include "base/bytes.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>

#include "base/text.hpp"

namespace accrue {
namespace {

// Below this a copy costs nothing, and no other program can change it any more.
constexpr std::size_t least_mapped = std::size_t{1} << 20;  // bytes

std::size_t page_size() {
    static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return size;
}

// What a signal handler may read: mapped files, each in a slot of its own. `begin` is null in a free slot and
// is set last.
struct Slot {
    std::atomic<bool> is_taken = false;
    std::atomic<const char*> begin = nullptr;
    std::atomic<std::size_t> size = 0;
    std::atomic<const char*> name = nullptr;
};
constexpr std::size_t most_named = 256;  // files beyond these have no name in the handler
std::array<Slot, most_named> slots;      // NOLINT(*-avoid-non-const-global-variables)

Slot* free_slot() {
    const auto found = std::ranges::find_if(slots, [](Slot& slot) { return !slot.is_taken.exchange(true); });
    return found == slots.end() ? nullptr : &*found;
}

// Reads on after a signal; less than wanted only at the end. Nothing when reading fails.
std::optional<std::size_t> filled(int descriptor, char* begin, std::size_t wanted) {
    std::size_t taken = 0;
    while (taken < wanted) {
        const auto got = read(descriptor, begin + taken, wanted - taken);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return std::nullopt;
        if (got == 0) break;
        taken += static_cast<std::size_t>(got);
    }
    return taken;
}

// `expected` bytes are probably left to read.
std::optional<std::string> all_of(int descriptor, std::size_t expected) {
    constexpr std::size_t block = std::size_t{1} << 16;  // bytes
    std::string text;
    std::size_t length = 0;
    text.resize(std::max(block, expected + 1));  // one more, so that the end is seen at once
    while (true) {
        const auto taken = filled(descriptor, text.data() + length, text.size() - length);
        if (!taken) return std::nullopt;
        length += *taken;
        if (length < text.size()) break;
        text.resize(text.size() * 2);
    }
    text.resize(length);
    return text;
}

}  // namespace

// ---------------------------------------------------------------- mapped files

class Bytes::Mapping {
  public:
    Mapping(const char* begin, std::size_t size, OpenFile file)
        : begin_(begin),
          size_(size),
          file_(std::move(file)),
          name_(printable(file_.name_)),
          slot_(free_slot()) {
        if (slot_ == nullptr) return;
        slot_->name = name_.c_str();
        slot_->size = size_;
        slot_->begin = begin_;
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping() {
        if (slot_ != nullptr) {
            slot_->begin = nullptr;
            slot_->is_taken = false;
        }
        munmap(memory(0), size_);
    }

    std::string_view view() const { return {begin_, size_}; }
    std::optional<Bytes> again() const { return file_.mapped(); }

    void release(std::size_t begin, std::size_t end) const {
        const auto page = page_size();
        const auto first = begin / page * page;  // what stands before it there was released or is read again
        const auto last = std::min(end, size_) / page * page;
        if (first < last) madvise(memory(first), last - first, MADV_DONTNEED);
    }

  private:
    // the system's calls want what is read only as if it could be written
    void* memory(std::size_t offset) const { return const_cast<char*>(begin_) + offset; }  // NOLINT

    const char* begin_;
    std::size_t size_;
    OpenFile file_;
    std::string name_;
    Slot* slot_;
};

std::string_view Bytes::view() const {
    return mapping_ ? mapping_->view() : std::string_view(*copied_);
}

Bytes Bytes::again() const {
    const auto other = mapping_ ? mapping_->again() : std::nullopt;
    return other.value_or(*this);
}

void Bytes::release(std::size_t begin, std::size_t end) const {
    if (mapping_) mapping_->release(begin, end);
}

const char* mapped_file_at(const void* address) {
    for (const auto& slot : slots) {
        const char* const begin = slot.begin;
        const auto offset = static_cast<const char*>(address) - begin;
        const bool is_inside =
            begin != nullptr && offset >= 0 && static_cast<std::size_t>(offset) < slot.size;
        if (is_inside) return slot.name;
    }
    return nullptr;
}

// ---------------------------------------------------------------- opened files

class OpenFile::Descriptor {
  public:
    enum class Closing { ours, let_be };
    Descriptor(int number, Closing closing) : number_(number), closing_(closing) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (closing_ == Closing::ours) close(number_);
    }
    int number() const { return number_; }

    std::optional<struct stat> status() const {
        struct stat status{};
        if (fstat(number_, &status) != 0) return std::nullopt;
        return status;
    }
    static Stamp stamp(const struct stat& status) {
        return {status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
    }

  private:
    int number_;
    Closing closing_;
};

std::optional<OpenFile> OpenFile::of(std::shared_ptr<const Descriptor> descriptor, std::string name) {
    const auto status = descriptor->status();
    if (!status) return std::nullopt;
    OpenFile file;
    file.name_ = std::move(name);
    file.descriptor_ = std::move(descriptor);
    file.is_regular_ = S_ISREG(status->st_mode);
    if (file.is_regular_) file.stamp_ = Descriptor::stamp(*status);
    return file;
}

std::optional<OpenFile> OpenFile::at(const std::string& path) {
    const int number = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (number < 0) return std::nullopt;
    return of(std::make_shared<const Descriptor>(number, Descriptor::Closing::ours), path);
}

std::optional<OpenFile> OpenFile::standard_input() {
    return of(std::make_shared<const Descriptor>(STDIN_FILENO, Descriptor::Closing::let_be), "-");
}

std::optional<Bytes> OpenFile::copied() const {
    auto text = all_of(descriptor_->number(), static_cast<std::size_t>(stamp_.size));
    if (!text) return std::nullopt;
    return Bytes(std::move(*text));
}

// Some file systems cannot map.
std::optional<Bytes> OpenFile::mapped() const {
    const auto size = static_cast<std::size_t>(stamp_.size);
    void* const begin = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor_->number(), 0);
    if (begin == MAP_FAILED) return std::nullopt;  // NOLINT: the system's macro
    madvise(begin, size, MADV_SEQUENTIAL);
    return Bytes(std::make_shared<const Bytes::Mapping>(static_cast<const char*>(begin), size, *this));
}

std::optional<Bytes> OpenFile::bytes() const {
    const bool is_at_begin = is_regular_ && lseek(descriptor_->number(), 0, SEEK_CUR) == 0;
    const bool is_long = static_cast<std::size_t>(stamp_.size) >= least_mapped;
    auto in_place = is_at_begin && is_long ? mapped() : std::nullopt;
    return in_place ? std::move(in_place) : copied();
}

bool OpenFile::is_unchanged() const {
    if (!is_regular_) return true;
    const auto status = descriptor_->status();
    return status && Descriptor::stamp(*status) == stamp_;
}

std::optional<std::string> read_file(const std::string& path) {
    const auto file = OpenFile::at(path);
    if (!file) return std::nullopt;
    const auto bytes = file->bytes();
    if (!bytes) return std::nullopt;
    return std::string(bytes->view());
}

}  // namespace accrue
