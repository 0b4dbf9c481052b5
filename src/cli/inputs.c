/* Paths from the command line and from lists. */
#define _GNU_SOURCE

#include "cli/inputs.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/messages.h"

enum { FOLDERS_OPEN = 32 };

bool inputs_add(struct inputs *inputs, const char *path)
{
    char *copy;
    if (!*path) {
        say("a PATH is an empty name");
        return false;
    }
    copy = strdup(path);
    if (copy && inputs->count == inputs->capacity) {
        size_t capacity = inputs->capacity ? 2 * inputs->capacity : 16;
        char **paths = reallocarray(inputs->paths, capacity, sizeof *paths);
        if (paths) {
            inputs->paths = paths;
            inputs->capacity = capacity;
        }
    }
    if (!copy || inputs->count == inputs->capacity) {
        free(copy);
        say("out of memory");
        return false;
    }
    inputs->paths[inputs->count++] = copy;
    return true;
}

/* Lines may end as on Windows; a name that itself ends so is there. */
static void cut_carriage_return(char *line)
{
    size_t size = strlen(line);
    if (size > 0 && line[size - 1] == '\r' && access(line, F_OK) != 0)
        line[size - 1] = '\0';
}

/* Adds the lines of a text. */
static bool add_lines(struct inputs *inputs, char *text)
{
    bool good = true;
    for (char *line = text, *end; good && line; line = end) {
        end = strchr(line, '\n');
        if (end)
            *end++ = '\0';
        cut_carriage_return(line);
        if (*line)
            good = inputs_add(inputs, line);
    }
    return good;
}

/* Adds the names in a list: its lines; where zero bytes end them, as find -print0 writes, names may hold line breaks. */
static bool add_names(struct inputs *inputs, FILE *list, const char *name)
{
    char *text = NULL;
    size_t room = 0;
    ssize_t size;
    bool good = true, zeros = false;
    errno = 0;
    while (good && (size = getdelim(&text, &room, '\0', list)) >= 0) {
        zeros |= size > 0 && text[size - 1] == '\0'; /* else it is the last, and the whole list where none was before */
        if (!zeros)
            good = add_lines(inputs, text);
        else if (*text)
            good = inputs_add(inputs, text);
    }
    free(text);
    if (good && !feof(list)) { /* it could not be read on, or there was no memory for a name */
        say("%s: %s", name, strerror(errno));
        return false;
    }
    return good;
}

bool inputs_add_from(struct inputs *inputs, const char *file)
{
    FILE *list = strcmp(file, "-") == 0 ? stdin : fopen(file, "re");
    bool good;
    if (!list) {
        say("%s: %s", file, strerror(errno));
        return false;
    }
    good = add_names(inputs, list, file);
    if (list != stdin)
        fclose(list);
    return good;
}

bool inputs_have_standard(const struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++)
        if (strcmp(inputs->paths[i], "-") == 0)
            return true;
    return false;
}

/* nftw takes no context. */
static uint64_t bytes;

static int add_file(const char *path, const struct stat *file, int kind, struct FTW *place)
{
    (void)path;
    (void)place;
    if (kind == FTW_F && S_ISREG(file->st_mode))
        bytes += (uint64_t)file->st_size;
    return 0;
}

uint64_t inputs_bytes(const struct inputs *inputs)
{
    bytes = 0;
    if (inputs_have_standard(inputs))
        return 0;
    for (size_t i = 0; i < inputs->count; i++)
        nftw(inputs->paths[i], add_file, FOLDERS_OPEN, 0);
    return bytes;
}

void inputs_release(struct inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++)
        free(inputs->paths[i]);
    free(inputs->paths);
    *inputs = (struct inputs){0};
}
