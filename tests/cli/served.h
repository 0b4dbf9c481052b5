/* Many runs of a program that is loaded once. */
#ifndef WIRECOPY_TESTS_SERVED_H
#define WIRECOPY_TESTS_SERVED_H

/* Runs the program's main, with a fault. */
typedef int served_run(const char *fault, int count, char **arguments);

/* Returns in each fork, with the run's status; in the process itself it does not. */
int serve(const char *folder, served_run *run, char *program);

#endif
