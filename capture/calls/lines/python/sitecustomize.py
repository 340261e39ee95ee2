"""Notes for wireladder which line of a program makes a socket call.

Python imports this module by itself when it starts. Before each call of a socket's
method the file, the line and its text are put where wireladder sees them while the
call is made. Nothing else is changed; if anything fails here, the program goes on
without.
"""


def _follow():
    import linecache
    import mmap
    import os
    import select
    import socket
    import struct
    import sys
    import types
    try:
        from threading import get_native_id
    except ImportError:  # before 3.8
        def get_native_id():
            return int(os.readlink("/proc/thread-self").rpartition("/")[2])

    slots, size, mark = 4096, 512, b"wireladder line\n"
    # Memory without a file, so that no descriptor of the program's gets another number; children
    # share it. Its end tells wireladder what it is.
    memory = mmap.mmap(-1, (slots + 1) * size)
    getframe = sys._getframe
    library = os.path.dirname(os.__file__) + os.sep
    own = _follow.__code__.co_filename
    loop = os.path.join(library, "asyncio", "base_events.py")
    # By the identity of what a function was compiled to, which is kept beside it: whether it is
    # the program's, a library's, or the loop of asyncio. And by that, line and method: a note.
    PROGRAM, LIBRARY, LOOP = 0, 1, 2
    kinds = {}
    known = {}

    def kind_of(code):
        name = code.co_filename
        if name == loop and code.co_name == "_run_once":
            kind = LOOP
        elif name == own or name.startswith(library) or name.startswith("<frozen"):
            kind = LIBRARY
        else:
            kind = PROGRAM
        kinds[id(code)] = kind, code
        return kinds[id(code)]

    def looks_for_newline(name, line):
        """Whether the innermost loop around a line, or else the line, speaks of the end of a line."""
        import ast
        source = "".join(linecache.getlines(name))
        found = linecache.getline(name, line)
        least = None
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, (ast.For, ast.While)) and node.lineno <= line <= node.end_lineno:
                if least is None or node.end_lineno - node.lineno < least:
                    least = node.end_lineno - node.lineno
                    found = "".join(linecache.getlines(name)[node.lineno - 1:node.end_lineno])
        return "\\n" in found or "readline" in found

    def note(method):
        frame = getframe(2)
        while frame is not None:
            code = frame.f_code
            kind = (kinds.get(id(code)) or kind_of(code))[0]
            if kind == PROGRAM:
                break
            if kind == LOOP:
                # The line that runs the loop says nothing of what it does.
                return put(struct.pack("<IHHI", 0, 0, 0, method | 4))
            frame = frame.f_back
        else:
            return None
        line = frame.f_lineno
        return put(known.get((id(code), line, method)) or record_of(code, line, method))

    def record_of(code, line, method):
        name = code.co_filename
        text = linecache.getline(name, line).strip().encode("utf-8", "replace")[:300]
        base = os.path.basename(name).encode("utf-8", "replace")[:150]
        bits = method
        try:
            if looks_for_newline(name, line):
                bits |= 2
        except Exception:
            pass
        known[id(code), line, method] = struct.pack("<IHHI", line, len(base), len(text), bits) + base + text
        return known[id(code), line, method]

    def put(record):
        thread = get_native_id()
        at = thread % slots * size
        # The thread comes last: a note is whole when it stands there.
        memory[at + 4:at + 4 + len(record)] = record
        memory[at:at + 4] = thread.to_bytes(4, "little")
        return at

    def wrapped(method, waits):
        def call(*args, **named):
            try:
                at = note(waits)
            except Exception:
                at = None
            try:
                return method(*args, **named)
            finally:
                if at is not None:
                    try:
                        memory[at:at + 4] = b"\0\0\0\0"
                    except Exception:
                        pass
        call.__name__ = getattr(method, "__name__", "call")
        call.__doc__ = method.__doc__
        call.__wrapped__ = method
        return call

    for name in ("__init__", "bind", "listen", "accept", "connect", "connect_ex", "send", "sendall", "sendto", "sendmsg",
                 "sendfile", "recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "shutdown", "close", "setsockopt"):
        setattr(socket.socket, name, wrapped(getattr(socket.socket, name), 0))
    select.select = wrapped(select.select, 1)
    import selectors
    for name in ("SelectSelector", "PollSelector", "EpollSelector"):
        kind = getattr(selectors, name, None)
        if kind is not None:
            kind.select = wrapped(kind.select, 1)
    def without_us(trace):
        if trace is None:
            return None
        rest = without_us(trace.tb_next)
        if trace.tb_frame.f_code.co_filename == own:
            return rest
        return types.TracebackType(rest, trace.tb_frame, trace.tb_lasti, trace.tb_lineno)

    def hook(kind, value, trace):
        try:
            trace = without_us(trace)
            value.__traceback__ = trace
        except Exception:
            pass
        sys.__excepthook__(kind, value, trace)

    sys.excepthook = hook
    # As on a terminal: a line is seen when it is printed, and in one piece.
    if hasattr(sys.stdout, "reconfigure"):  # from 3.7 on
        sys.stdout.reconfigure(line_buffering=True)
        sys.stderr.reconfigure(line_buffering=True, write_through=False)
    memory[slots * size:slots * size + len(mark)] = mark


def _next():
    """Runs the module of this name that would have been imported without this one."""
    import importlib.machinery
    import importlib.util
    import os
    import sys

    here = os.path.dirname(os.path.abspath(__file__))
    path = [p for p in sys.path if os.path.abspath(p or ".") != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", path)
    if spec is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


try:
    _follow()
except Exception:
    pass
_next()
