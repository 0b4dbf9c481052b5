// The one door to uchardet, which is C++ within: nothing it throws comes out.
#include "read/guess.h"

#include <string.h>
#include <uchardet.h>

namespace {

constexpr const char *otherwise = "windows-1252";

// What uchardet calls encodings, and which one holds all that text under that name holds. Western, Central European and other
// letters beside the controls that ISO 8859 has where Windows has quotes and dashes are no text of ISO 8859: text has no such controls.
const struct {
    const char *found, *name;
} names[] = {
    {"WINDOWS-1250", "windows-1250"},
    {"WINDOWS-1251", "windows-1251"},
    {"WINDOWS-1252", "windows-1252"},
    {"WINDOWS-1253", "windows-1253"},
    {"WINDOWS-1254", "windows-1254"},
    {"WINDOWS-1255", "windows-1255"},
    {"WINDOWS-1256", "windows-1256"},
    {"WINDOWS-1257", "windows-1257"},
    {"WINDOWS-1258", "windows-1258"},
    {"ISO-8859-1", "windows-1252"},
    {"ISO-8859-2", "iso-8859-2"},
    {"ISO-8859-3", "iso-8859-3"},
    {"ISO-8859-4", "iso-8859-4"},
    {"ISO-8859-5", "iso-8859-5"},
    {"ISO-8859-6", "iso-8859-6"},
    {"ISO-8859-7", "iso-8859-7"},
    {"ISO-8859-8", "iso-8859-8"},
    {"ISO-8859-9", "windows-1254"},
    {"ISO-8859-10", "iso-8859-10"},
    {"ISO-8859-11", "tis-620"},
    {"ISO-8859-13", "iso-8859-13"},
    {"ISO-8859-15", "iso-8859-15"},
    {"ISO-8859-16", "iso-8859-16"},
    {"TIS-620", "tis-620"},
    {"KOI8-R", "koi8-r"},
    {"MAC-CYRILLIC", "mac-cyrillic"},
    {"IBM855", "ibm855"},
    {"IBM866", "ibm866"},
    {"IBM852", "ibm852"},
    {"VISCII", "viscii"},
    {"GB18030", "gb18030"},
    {"BIG5", "big5"},
    {"SHIFT_JIS", "shift_jis"},
    {"EUC-JP", "euc-jp"},
    {"EUC-KR", "euc-kr"},
    {"UHC", "euc-kr"},
    {"JOHAB", "johab"},
    {"EUC-TW", "euc-tw"},
};

const struct {
    const char *iso, *windows;
} siblings[] = {
    {"iso-8859-2", "windows-1250"},  {"iso-8859-16", "windows-1250"}, {"iso-8859-3", "windows-1254"},  {"iso-8859-4", "windows-1257"},
    {"iso-8859-5", "windows-1251"},  {"iso-8859-6", "windows-1256"},  {"iso-8859-7", "windows-1253"},  {"iso-8859-8", "windows-1255"},
    {"iso-8859-10", "windows-1257"}, {"iso-8859-13", "windows-1257"}, {"iso-8859-15", "windows-1252"},
};

bool has_controls(const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((static_cast<unsigned char>(data[i]) & 0xE0) == 0x80)
            return true;
    return false;
}

const char *name_of(const char *found, const char *data, size_t size)
{
    for (const auto &row : names)
        if (strcmp(row.found, found) == 0) {
            for (const auto &pair : siblings)
                if (strcmp(pair.iso, row.name) == 0 && has_controls(data, size))
                    return pair.windows;
            return row.name;
        }
    return otherwise;
}

} // namespace

const char *guess_encoding(const char *data, size_t size)
{
    const char *name = nullptr;
    size = size < GUESS_BYTES ? size : static_cast<size_t>(GUESS_BYTES);
    try {
        uchardet_t detector = uchardet_new();
        if (!detector)
            return name;
        if (uchardet_handle_data(detector, data, size) == 0) {
            uchardet_data_end(detector);
            name = name_of(uchardet_get_charset(detector), data, size);
        }
        uchardet_delete(detector);
    } catch (...) { // out of memory, and nothing else
        return nullptr;
    }
    return name;
}
