/* The door to Python: its stable interface as of 3.11, so that one module serves every later release. Comes before all other headers. */
#ifndef WIRECOPY_PYTHON_PYTHON_H
#define WIRECOPY_PYTHON_PYTHON_H

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

#endif
