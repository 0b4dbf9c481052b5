/* The module: its types, exceptions, and what needs no object. */
#include "python/module.h"

#include <string.h>

struct module_state *module_state_of(PyObject *module)
{
    return PyModule_GetState(module);
}

bool module_add_type(PyObject *module, PyType_Spec *spec, PyTypeObject **type)
{
    *type = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
    return *type && PyModule_AddType(module, *type) == 0;
}

/* (status, meaning) of each. */
static PyObject *statuses(void)
{
    PyObject *all = PyTuple_New(STATUSES);
    for (int i = 0; i < STATUSES; i++)
        tuple_put(all, i, Py_BuildValue("(is)", i, wirecopy_status_message((enum wirecopy_status)i)));
    return tuple_done(all);
}

static bool add_constant(PyObject *module, const char *name, PyObject *value)
{
    bool good = value && PyModule_AddObjectRef(module, name, value) == 0;
    Py_XDECREF(value);
    return good;
}

static int execute(PyObject *module)
{
    struct module_state *state = module_state_of(module);
    bool good = errors_make(module, state) && module_add_type(module, &session_spec, &state->session) &&
                module_add_type(module, &corpus_spec, &state->corpus) && module_add_type(module, &clustering_spec, &state->clustering) &&
                module_add_type(module, &comparison_spec, &state->comparison) && module_add_type(module, &plans_spec, &state->plans) &&
                module_add_type(module, &evaluation_spec, &state->evaluation) && module_add_type(module, &packer_spec, &state->packer) &&
                module_add_type(module, &index_spec, &state->index) && add_constant(module, "VERSION", PyUnicode_FromString(wirecopy_version())) &&
                add_constant(module, "STATUSES", statuses());
    return good ? 0 : -1;
}

static int traverse(PyObject *module, visitproc visit, void *arg)
{
    struct module_state *state = module_state_of(module);
    Py_VISIT(state->session);
    Py_VISIT(state->corpus);
    Py_VISIT(state->clustering);
    Py_VISIT(state->comparison);
    Py_VISIT(state->plans);
    Py_VISIT(state->evaluation);
    Py_VISIT(state->packer);
    Py_VISIT(state->index);
    Py_VISIT(state->error);
    Py_VISIT(state->in_use);
    for (size_t i = 0; i < STATUSES; i++)
        Py_VISIT(state->errors[i]);
    return 0;
}

static int clear(PyObject *module)
{
    struct module_state *state = module_state_of(module);
    Py_CLEAR(state->session);
    Py_CLEAR(state->corpus);
    Py_CLEAR(state->clustering);
    Py_CLEAR(state->comparison);
    Py_CLEAR(state->plans);
    Py_CLEAR(state->evaluation);
    Py_CLEAR(state->packer);
    Py_CLEAR(state->index);
    Py_CLEAR(state->error);
    Py_CLEAR(state->in_use);
    for (size_t i = 0; i < STATUSES; i++)
        Py_CLEAR(state->errors[i]);
    return 0;
}

static PyMethodDef functions[] = {
    {"compare", module_compare, METH_VARARGS,
     "compare(a, b, options): the comparison of two articles alone, each a tuple of text, id, title, source, date, url."},
    {"plans_for", module_plans_for, METH_VARARGS, "plans_for(articles, options): what keys there may be for so many articles of news."},
    {"evaluate", module_evaluate, METH_VARARGS, "evaluate(found, truth, worst): how found clusters agree with known ones; the paths are bytes."},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
    {0, NULL},
};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "wirecopy._wirecopy",
    .m_doc = "The library libwirecopy. People use the package wirecopy, which stands on this.",
    .m_size = sizeof(struct module_state),
    .m_methods = functions,
    .m_slots = slots,
    .m_traverse = traverse,
    .m_clear = clear,
};

PyMODINIT_FUNC PyInit__wirecopy(void);

PyMODINIT_FUNC PyInit__wirecopy(void)
{
    return PyModuleDef_Init(&definition);
}
