/*
 * A program is loaded once and run many times: in the place of its main runs this loop, which reads what is asked from standard input, a line
 * each, and runs main in a fork of the process, which is as it was when main would have begun.
 *
 *     asked      KIND:N, as faults.c has it, or here, which has the process itself run main, so that the forks find loaded what main loads;
 *                then the arguments, with tabs between them
 *     answered   on standard output, a line with the number of the run's process, and a line with the status that wait gave
 *
 * What a run writes lies in the files stdout and stderr of the folder that WIRECOPY_SERVED names.
 */
#define _GNU_SOURCE
#include "served.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 64, LINE_BYTES = 8192, ANSWERS = 100 };

/* A line without its end, false where no more comes. Only when it is answered does another come. */
static bool next_line(char *line)
{
    size_t size = 0;
    while (size == 0 || line[size - 1] != '\n') {
        ssize_t more = read(STDIN_FILENO, line + size, LINE_BYTES - size);
        if (more <= 0)
            return false;
        size += (size_t)more;
    }
    line[size - 1] = '\0';
    return true;
}

static void answer(long number)
{
    char text[24];
    int size = snprintf(text, sizeof text, "%ld\n", number);
    if (write(ANSWERS, text, (size_t)size) != size)
        abort();
}

static void redirect(int stream, const char *folder, const char *name, int flags)
{
    char path[4096];
    int file;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = open(path, flags, 0600);
    if (file < 0 || dup2(file, stream) != stream)
        abort();
    close(file);
}

static int run_line(const char *folder, served_run *run, char *program, char *line)
{
    char *arguments[MOST_ARGUMENTS + 2] = {program}, *rest = line, *fault = strsep(&rest, "\t");
    int count = 1;
    while (rest && count <= MOST_ARGUMENTS)
        arguments[count++] = strsep(&rest, "\t");
    redirect(STDOUT_FILENO, folder, "stdout", O_WRONLY | O_CREAT | O_TRUNC);
    redirect(STDERR_FILENO, folder, "stderr", O_WRONLY | O_CREAT | O_TRUNC);
    return run(fault, count, arguments);
}

int serve(const char *folder, served_run *run, char *program)
{
    static char line[LINE_BYTES];
    prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0); /* to clear a huge page takes longer than a small run */
    if (dup2(STDOUT_FILENO, ANSWERS) != ANSWERS)
        abort();
    while (next_line(line)) {
        bool here = strncmp(line, "here\t", 5) == 0;
        pid_t child = here ? getpid() : fork();
        int status = 0;
        if (child < 0)
            abort();
        if (child == 0) {
            close(ANSWERS);
            redirect(STDIN_FILENO, "/dev", "null", O_RDONLY);
            return run_line(folder, run, program, line);
        }
        answer(child);
        if (here)
            status = run_line(folder, run, program, line) << 8;
        else
            while (waitpid(child, &status, 0) < 0)
                if (errno != EINTR)
                    abort();
        answer(status);
    }
    _exit(EXIT_SUCCESS);
}
