"""Tables with the Arrow C stream interface, made with ctypes alone: nothing but this file and the interface's page says how they lie."""

import ctypes
import struct

Buffer = ctypes.c_void_p


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


class Stream(ctypes.Structure):
    pass


ReleaseSchema = ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))
ReleaseArray = ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))
ReleaseStream = ctypes.CFUNCTYPE(None, ctypes.POINTER(Stream))
GetSchema = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Schema))
GetNext = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Array))
LastError = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(Stream))

Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(Schema))),
    ("dictionary", ctypes.POINTER(Schema)),
    ("release", ReleaseSchema),
    ("private", ctypes.c_void_p),
]
Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(Buffer)),
    ("children", ctypes.POINTER(ctypes.POINTER(Array))),
    ("dictionary", ctypes.POINTER(Array)),
    ("release", ReleaseArray),
    ("private", ctypes.c_void_p),
]
Stream._fields_ = [
    ("get_schema", GetSchema),
    ("get_next", GetNext),
    ("get_last_error", LastError),
    ("release", ReleaseStream),
    ("private", ctypes.c_void_p),
]


class Column:
    """A column: its format, how many values, its buffers (bytes, or None), an offset, a dictionary or children, which are columns too."""

    def __init__(self, format, length, buffers, offset=0, dictionary=None, children=()):
        self.format, self.length, self.buffers, self.offset, self.dictionary, self.children = (
            format,
            length,
            buffers,
            offset,
            dictionary,
            children,
        )


def validity(values):
    bits = bytearray((len(values) + 7) // 8)
    for place, value in enumerate(values):
        if value is not None:
            bits[place // 8] |= 1 << place % 8
    return bytes(bits)


def texts(values, format="u"):
    """Texts by offsets: u, U, z or Z; or views: vu."""
    encoded = [b"" if value is None else value.encode() for value in values]
    if format.startswith("v"):
        views, long = b"", b""
        for value in encoded:
            if len(value) <= 12:
                views += struct.pack("<i12s", len(value), value)
            else:
                views += struct.pack("<i4sii", len(value), value[:4], 0, len(long))
                long += value
        return Column(format, len(values), [validity(values), views, long, struct.pack("<q", len(long))])
    offsets = [0]
    for value in encoded:
        offsets.append(offsets[-1] + len(value))
    code = "i" if format in "uz" else "q"
    return Column(format, len(values), [validity(values), struct.pack(f"<{len(offsets)}{code}", *offsets), b"".join(encoded)])


def numbers(values, format, code):
    return Column(
        format, len(values), [validity(values), struct.pack(f"<{len(values)}{code}", *(0 if value is None else value for value in values))]
    )


def coded(values, words):
    """Texts by their numbers in a dictionary."""
    column = numbers([None if value is None else words.index(value) for value in values], "C", "B")
    column.dictionary = texts(words)
    return column


def lists(values, format="+l"):
    """Lists of texts."""
    offsets = [0]
    for value in values:
        offsets.append(offsets[-1] + len(value or ()))
    code = "i" if format == "+l" else "q"
    return Column(
        format,
        len(values),
        [validity(values), struct.pack(f"<{len(offsets)}{code}", *offsets)],
        children=(texts([text for value in values for text in value or ()]),),
    )


class Table:
    """Chunks of columns by name, every one of which has the chunk's rows; or of one column alone."""

    live = 0  # structures that were given away and not released

    def __init__(self, *chunks, format=b"+s", fail=None, offset=0, nulls=()):
        self.chunks, self.format, self.fail, self.offset, self.nulls = chunks, format, fail, offset, nulls
        self.keep = []

    def _hold(self, thing):
        self.keep.append(thing)
        return thing

    def _release(self, kind):
        def release(pointer):
            Table.live -= 1
            pointer.contents.release = kind()

        Table.live += 1
        return self._hold(kind(release))

    def _schema(self, format, name, columns, dictionary):
        schema = self._hold(Schema())
        schema.format, schema.name, schema.n_children = format.encode() if isinstance(format, str) else format, name.encode(), len(columns)
        children = [
            ctypes.pointer(self._schema(column.format, of, list(zip(("item",), column.children)), column.dictionary))
            for of, column in columns
        ]
        schema.children = self._hold((ctypes.POINTER(Schema) * len(columns))(*children))
        if dictionary:
            schema.dictionary = ctypes.pointer(self._schema(dictionary.format, "", [], None))
        return schema

    def _array(self, column):
        array = self._hold(Array())
        array.length, array.null_count, array.offset = column.length, -1, column.offset
        buffers = [
            None if buffer is None else ctypes.cast(self._hold(ctypes.create_string_buffer(buffer, len(buffer) + 1)), ctypes.c_void_p)
            for buffer in column.buffers
        ]
        array.n_buffers, array.buffers = len(buffers), self._hold((Buffer * len(buffers))(*buffers))
        children = [ctypes.pointer(self._array(child)) for child in column.children]
        array.n_children, array.children = len(children), self._hold((ctypes.POINTER(Array) * len(children))(*children))
        if column.dictionary:
            array.dictionary = ctypes.pointer(self._array(column.dictionary))
        return array

    def __arrow_c_stream__(self, requested_schema=None):
        chunks = iter(self.chunks)

        def get_schema(_stream, out):
            if self.fail == "schema":
                return 5
            if isinstance(self.chunks[0], Column):
                children = [("item", child) for child in self.chunks[0].children]
                schema = self._schema(self.chunks[0].format, "", children, self.chunks[0].dictionary)
            else:
                schema = self._schema(self.format, "", list(self.chunks[0].items()), None)
            schema.release = self._release(ReleaseSchema)
            ctypes.memmove(out, ctypes.byref(schema), ctypes.sizeof(Schema))
            return 0

        def get_next(_stream, out):
            chunk = next(chunks, None)
            if chunk is None:
                if self.fail == "rows":
                    return 5
                ctypes.memset(out, 0, ctypes.sizeof(Array))
                return 0
            columns = [] if isinstance(chunk, Column) else list(chunk.values())
            rows = chunk.length if isinstance(chunk, Column) else columns[0].length - self.offset
            valid = validity([None if row in self.nulls else 1 for row in range(rows + self.offset)]) if self.nulls else None
            whole = chunk if isinstance(chunk, Column) else Column("+s", rows, [valid], offset=self.offset, children=columns)
            array = self._array(whole)
            array.release = self._release(ReleaseArray)
            ctypes.memmove(out, ctypes.byref(array), ctypes.sizeof(Array))
            return 0

        message = self._hold(ctypes.create_string_buffer(b"the disk is on fire"))
        stream = self._hold(Stream())
        stream.get_schema, stream.get_next = self._hold(GetSchema(get_schema)), self._hold(GetNext(get_next))
        stream.get_last_error = self._hold(LastError(lambda _stream: ctypes.addressof(message)))
        stream.release = self._release(ReleaseStream)
        make = ctypes.pythonapi.PyCapsule_New
        make.restype, make.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return make(ctypes.addressof(stream), b"arrow_array_stream", None)
