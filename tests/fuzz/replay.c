/* Runs a fuzz target over saved inputs: files, or all files of a folder. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    static uint8_t data[1 << 22];
    size_t size;
    if (!file)
        return 0;
    size = fread(data, 1, sizeof data, file);
    fclose(file);
    LLVMFuzzerTestOneInput(data, size);
    return 1;
}

int main(int count, char **arguments)
{
    int run = 0;
    for (int i = 1; i < count; i++) {
        DIR *folder = opendir(arguments[i]);
        struct dirent *entry;
        if (!folder) {
            run += run_file(arguments[i]);
            continue;
        }
        while ((entry = readdir(folder)) != NULL) {
            char path[4096];
            if (*entry->d_name != '.' && (size_t)snprintf(path, sizeof path, "%s/%s", arguments[i], entry->d_name) < sizeof path)
                run += run_file(path);
        }
        closedir(folder);
    }
    printf("%d inputs\n", run);
    return run > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
