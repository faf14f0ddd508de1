#include "libpq/libpq.hpp"

#include <dlfcn.h>
#include <libpq-fe.h>

#include <cstdlib>

namespace accrue::libpq {
namespace {

struct Library {
    Library() : handle(dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL)) {
        if (handle == nullptr) trouble = dlerror();
    }
    void* handle;  // to the end of the process
    std::string trouble;
};

const Library& library() {
    static const Library loaded;
    return loaded;
}

void* place_of(const char* name) {
    auto* const place = library().handle == nullptr ? nullptr : dlsym(library().handle, name);
    if (place == nullptr)
        std::abort();  // called without asking for `trouble`; every libpq.so.5 has all of them
    return place;
}

}  // namespace

const std::string& trouble() {
    return library().trouble;
}

}  // namespace accrue::libpq

// Each function of libpq-fe.h that is used, under its own name, goes on to that of the library.
#define ACCRUE_LATE(Result, name, parameters, ...)                                                        \
    Result name parameters {                                                                              \
        static const auto function = reinterpret_cast<decltype(&(name))>(accrue::libpq::place_of(#name)); \
        return function(__VA_ARGS__);                                                                     \
    }

ACCRUE_LATE(PGconn*, PQconnectdbParams, (const char* const* keywords, const char* const* values, int expand),
            keywords, values, expand)
ACCRUE_LATE(void, PQfinish, (PGconn * connection), connection)
ACCRUE_LATE(PQconninfoOption*, PQconninfoParse, (const char* address, char** trouble), address, trouble)
ACCRUE_LATE(void, PQconninfoFree, (PQconninfoOption * options), options)
ACCRUE_LATE(ConnStatusType, PQstatus, (const PGconn* connection), connection)
ACCRUE_LATE(char*, PQerrorMessage, (const PGconn* connection), connection)
ACCRUE_LATE(PQnoticeProcessor, PQsetNoticeProcessor,
            (PGconn * connection, PQnoticeProcessor notice, void* with), connection, notice, with)
ACCRUE_LATE(PGresult*, PQexec, (PGconn * connection, const char* commands), connection, commands)
ACCRUE_LATE(PGresult*, PQexecParams,
            (PGconn * connection, const char* command, int count, const Oid* types, const char* const* values,
             const int* lengths, const int* formats, int format_of_result),
            connection, command, count, types, values, lengths, formats, format_of_result)
ACCRUE_LATE(PGresult*, PQprepare,
            (PGconn * connection, const char* name, const char* command, int count, const Oid* types),
            connection, name, command, count, types)
ACCRUE_LATE(PGresult*, PQdescribePrepared, (PGconn * connection, const char* name), connection, name)
ACCRUE_LATE(PGresult*, PQgetResult, (PGconn * connection), connection)
ACCRUE_LATE(int, PQputCopyData, (PGconn * connection, const char* bytes, int size), connection, bytes, size)
ACCRUE_LATE(int, PQputCopyEnd, (PGconn * connection, const char* trouble), connection, trouble)
ACCRUE_LATE(int, PQgetCopyData, (PGconn * connection, char** bytes, int at_once), connection, bytes, at_once)
ACCRUE_LATE(ExecStatusType, PQresultStatus, (const PGresult* result), result)
ACCRUE_LATE(int, PQntuples, (const PGresult* result), result)
ACCRUE_LATE(int, PQnfields, (const PGresult* result), result)
ACCRUE_LATE(char*, PQfname, (const PGresult* result, int column), result, column)
ACCRUE_LATE(Oid, PQftype, (const PGresult* result, int column), result, column)
ACCRUE_LATE(char*, PQgetvalue, (const PGresult* result, int row, int column), result, row, column)
ACCRUE_LATE(void, PQclear, (PGresult * result), result)
ACCRUE_LATE(void, PQfreemem, (void* memory), memory)
ACCRUE_LATE(char*, PQescapeIdentifier, (PGconn * connection, const char* name, std::size_t size), connection,
            name, size)
