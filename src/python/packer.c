/* The type Packer: compression of what is written to a file, as the file's name says. */
#include "python/objects.h"

#include <string.h>

struct packer_object {
    struct held held;
    struct writer writer;
    struct wirecopy_packer *packer; /* NULL: bytes go through as they are */
};

static PyObject *packer_new(PyTypeObject *type, PyObject *arguments, PyObject *named)
{
    const char *name;
    PyObject *write;
    struct session *session;
    struct packer_object *self;
    enum wirecopy_status status;
    (void)named;
    if (!PyArg_ParseTuple(arguments, "yO", &name, &write))
        return NULL;
    session = session_make(PyType_GetModule(type), NULL);
    self = session ? object_make(type, session) : NULL;
    if (!self)
        return NULL;
    self->writer = (struct writer){session, Py_NewRef(write)};
    status = wirecopy_packer_create(name, write_to_python, &self->writer, &self->packer);
    if (!session_check(session, status, "")) {
        Py_DECREF((PyObject *)self);
        return NULL;
    }
    return (PyObject *)self;
}

/* It writes when it is freed, too, if what was written before is in it: nothing is, once it was finished. */
static void packer_free(PyObject *self)
{
    struct packer_object *object = (struct packer_object *)self;
    wirecopy_packer_free(object->packer);
    Py_CLEAR(object->writer.write);
    object_free(self);
}

static PyObject *packer_write(PyObject *self, PyObject *bytes)
{
    struct packer_object *object = (struct packer_object *)self;
    struct session *session = object->held.session;
    char *data;
    Py_ssize_t size;
    int error;
    bool good;
    if (PyBytes_AsStringAndSize(bytes, &data, &size) < 0)
        return NULL;
    if (!object->packer)
        return size > 0 ? PyObject_CallFunctionObjArgs(object->writer.write, bytes, NULL) : Py_NewRef(Py_None);
    if (!session_enter(session))
        return NULL;
    session_let_go(session);
    error = wirecopy_packer_write(object->packer, data, (size_t)size);
    session_take_back(session);
    good = session_check(session, error ? WIRECOPY_IO : WIRECOPY_OK, error ? strerror(error) : ""); /* NOLINT(concurrency-mt-unsafe) */
    session_leave(session);
    return good ? Py_NewRef(Py_None) : NULL;
}

static PyObject *packer_finish(PyObject *self, PyObject *unused)
{
    struct packer_object *object = (struct packer_object *)self;
    struct session *session = object->held.session;
    enum wirecopy_status status;
    bool good;
    (void)unused;
    if (!object->packer)
        return Py_NewRef(Py_None);
    if (!session_enter(session))
        return NULL;
    session_let_go(session);
    status = wirecopy_packer_finish(object->packer);
    session_take_back(session);
    good = session_check(session, status, "");
    session_leave(session);
    return good ? Py_NewRef(Py_None) : NULL;
}

static int packer_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((struct packer_object *)self)->writer.write);
    return object_traverse(self, visit, arg);
}

static int packer_clear(PyObject *self)
{
    struct packer_object *object = (struct packer_object *)self;
    wirecopy_packer_free(object->packer);
    object->packer = NULL;
    Py_CLEAR(object->writer.write);
    return 0;
}

static PyMethodDef packer_methods[] = {
    {"write", packer_write, METH_O, "write(bytes)"},
    {"finish", packer_finish, METH_NOARGS, "finish(): write what is left."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot packer_slots[] = {
    {Py_tp_new, packer_new},
    {Py_tp_dealloc, packer_free},
    {Py_tp_traverse, packer_traverse},
    {Py_tp_clear, packer_clear},
    {Py_tp_methods, packer_methods},
    {Py_tp_doc, "Packer(name, write): compresses where the name (bytes) ends in .gz, .zst, .xz, .bz2 or .lz4."},
    {0, NULL},
};

PyType_Spec packer_spec = {
    .name = "wirecopy._wirecopy.Packer",
    .basicsize = sizeof(struct packer_object),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = packer_slots,
};
