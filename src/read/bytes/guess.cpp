// The one door to uchardet, which is C++ within: nothing it throws comes out.
#include "read/bytes/guess.h"

#include <cstring>
#include <strings.h>
#include <uchardet.h>

namespace {

// The encodings that uchardet tells, by its own names in small letters, but iso-8859-1, which is GUESS_WESTERN like all others; encoding.c
// knows which one holds all that text under a name holds. Letters beside the controls that ISO 8859 has where Windows has quotes and dashes are no text of ISO 8859, since text has no
// such controls: then it is the second.
const struct {
    const char *name, *with_controls;
} encodings[] = {
    {"windows-1250", nullptr},
    {"windows-1251", nullptr},
    {"windows-1252", nullptr},
    {"windows-1253", nullptr},
    {"windows-1254", nullptr},
    {"windows-1255", nullptr},
    {"windows-1256", nullptr},
    {"windows-1257", nullptr},
    {"windows-1258", nullptr},
    {"iso-8859-2", "windows-1250"},
    {"iso-8859-3", "windows-1254"},
    {"iso-8859-4", "windows-1257"},
    {"iso-8859-5", "windows-1251"},
    {"iso-8859-6", "windows-1256"},
    {"iso-8859-7", "windows-1253"},
    {"iso-8859-8", "windows-1255"},
    {"iso-8859-9", nullptr},
    {"iso-8859-10", "windows-1257"},
    {"iso-8859-11", nullptr},
    {"iso-8859-13", "windows-1257"},
    {"iso-8859-15", "windows-1252"},
    {"iso-8859-16", "windows-1250"},
    {"tis-620", nullptr},
    {"koi8-r", nullptr},
    {"mac-cyrillic", nullptr},
    {"ibm855", nullptr},
    {"ibm866", nullptr},
    {"ibm852", nullptr},
    {"viscii", nullptr},
    {"gb18030", nullptr},
    {"big5", nullptr},
    {"shift_jis", nullptr},
    {"euc-jp", nullptr},
    {"euc-kr", nullptr},
    {"uhc", nullptr},
    {"johab", nullptr},
    {"euc-tw", nullptr},
};

bool has_controls(const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((static_cast<unsigned char>(data[i]) & 0xE0) == 0x80)
            return true;
    return false;
}

// Letters of Ukrainian, which KOI8-R has lines of boxes for.
bool has_koi8_ukrainian(const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (data[i] && std::strchr("\xA4\xA6\xA7\xAD\xB4\xB6\xB7\xBD", data[i]))
            return true;
    return false;
}

const char *name_of(const char *found, const char *data, size_t size)
{
    if (strcasecmp(found, "koi8-r") == 0 && has_koi8_ukrainian(data, size))
        return "koi8-u";
    for (const auto &row : encodings)
        if (strcasecmp(row.name, found) == 0)
            return row.with_controls && has_controls(data, size) ? row.with_controls : row.name;
    return GUESS_WESTERN;
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
