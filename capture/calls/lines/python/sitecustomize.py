"""Notes for wireladder which line of a program makes a socket call.

Python imports this module by itself when it starts. Before each call of a socket's
method the file, the line and its text are put where wireladder sees them while the
call is made. Nothing else is changed; if anything fails here, the program goes on
without.
"""


def _follow():
    import mmap
    import os
    import select
    import socket
    import struct
    import sys
    import types
    from _thread import _local
    try:
        from threading import get_native_id
    except ImportError:  # before 3.8
        def get_native_id():
            return int(os.readlink("/proc/thread-self").rpartition("/")[2])

    # What is noted of a line is written once, as a record with a number. Each thread has a slot, in
    # which its id stands, and before that the number of a record while it makes a call. It is the
    # first that was free, from that of its id on. As in notes.go.
    mark, slots, probed, records, size = b"wireladder lines", 4096, 64, 8192, 512
    first = 32 << 10
    head = first + slots * 8
    # Memory without a file, so that no descriptor of the program's gets another number. It is
    # private: a child that is forked goes on with records of its own.
    # It stays apart from its neighbours: nothing else is MAP_NORESERVE and not to be in a core dump.
    memory = mmap.mmap(-1, head + records * size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000)
    for advice in ("MADV_NOHUGEPAGE", "MADV_DONTDUMP"):
        try:
            memory.madvise(getattr(mmap, advice))
        except (AttributeError, OSError):  # before 3.8, or a kernel without
            pass
    slot = memoryview(memory)[first:head + 8].cast("I")  # and one behind them, for nobody
    nobody = slots * 2
    getframe = sys._getframe
    library = os.path.dirname(os.__file__) + os.sep
    own = _follow.__code__.co_filename
    loop = os.path.join(library, "asyncio", "base_events.py")
    # By the identity of what a function was compiled to, which is kept beside it: whether it is
    # the program's, a library's, or the loop of asyncio. By that, and where in it a call is made, or
    # what is asked there besides: the number of a record; and by what a record says.
    PROGRAM, LIBRARY, LOOP = 0, 1, 2
    kinds = {}
    places = {}
    known = {}
    numbers = {b"": 0}
    about = []

    files = {}

    def lines_of(name):
        """The lines of a file. What is in no file, or not in UTF-8, is linecache's, which takes a
        while to be imported."""
        if name not in files:
            try:
                with open(name, encoding="utf-8-sig") as file:
                    files[name] = file.readlines()
                if any("coding" in line for line in files[name][:2]):
                    raise ValueError
            except (OSError, ValueError):
                import linecache
                files[name] = linecache.getlines(name)
        return files[name]

    def line_of(name, number):
        return lines_of(name)[number - 1] if 0 < number <= len(lines_of(name)) else ""

    def kind_of(frame):
        code = frame.f_code
        name = code.co_filename
        if name == loop and code.co_name == "_run_once":
            kind = LOOP
        elif frame.f_globals.get("__name__") == "__main__":
            kind = PROGRAM  # also a module of the library: python3 -m http.server
        elif name == own or name.startswith(library) or name.startswith("<frozen"):
            kind = LIBRARY
        else:
            kind = PROGRAM
        kinds[id(code)] = kind, code
        return kinds[id(code)]

    # What the text around a line tells, as bits beside the one of those who ask which sockets
    # are ready: that the end of a line is looked for, that of the stream, that something was to
    # be sent before, and that nothing is sent anywhere; that the loop of asyncio makes the call; and
    # that the end of a line is \\r\\n.
    polls, newline, end, wrote, mute, looped, crlf = 1, 2, 4, 8, 16, 32, 64

    def reader():
        """Returns what reads the text around a line. It is not needed before the first call."""
        import _ast as ast  # what is needed of ast, which takes a while to be imported

        def children(node):
            for field in node._fields:
                value = getattr(node, field, None)
                for child in value if isinstance(value, list) else (value,):
                    if isinstance(child, ast.AST):
                        yield child

        def walk(node):
            """A node, and all that is in it."""
            rest = [node]
            while rest:
                node = rest.pop()
                rest.extend(children(node))
                yield node

        senders = {"send", "sendall", "sendto", "sendmsg", "sendfile"}
        writers = {"write", "writelines"}
        second = {"dump", "copyfileobj"}  # write to what their second argument is
        openers = {"open", "fdopen", "TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "BytesIO", "StringIO"}
        loops = (ast.For, ast.AsyncFor, ast.While)
        functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)

        def name_of(node):
            """What stands last in self.conn.send, conn or sys.stdout.buffer: of that the file."""
            if getattr(node, "attr", "") == "buffer":
                node = node.value
            return getattr(node, "attr", None) or getattr(node, "id", None)

        def opens(node):
            return isinstance(node, ast.Call) and name_of(node.func) in openers

        def files_of(tree):
            """The names that stand for files in a program, and for nothing else."""
            files, others = {"stdout", "stderr"}, set()
            for node in walk(tree):
                pairs = ()
                if isinstance(node, ast.Assign):
                    pairs = [(target, node.value) for target in node.targets]
                elif isinstance(node, (ast.With, ast.AsyncWith)):
                    pairs = [(item.optional_vars, item.context_expr) for item in node.items]
                elif isinstance(node, ast.arg):
                    others.add(node.arg)
                for target, value in pairs:
                    (files if opens(value) else others).add(name_of(target))
            return files - others

        class Text:
            """A program, the files in it, and its functions that send, by themselves or by others."""
            def __init__(self, name):
                self.tree = compile("".join(lines_of(name)), name, "exec", ast.PyCF_ONLY_AST, True)
                self.files, self.senders = files_of(self.tree), set()
                all, more = [n for n in walk(self.tree) if isinstance(n, functions[:2])], {""}
                while more:
                    more = {f.name for f in all if f.name not in self.senders and any(self.sends(n) for n in walk(f))}
                    self.senders |= more

            def sends(self, node):
                """Whether a node calls what sends; print() does to a file alone, and none of these to one of the
                computer's."""
                if not isinstance(node, ast.Call):
                    return False
                called, to = name_of(node.func), None
                if called in senders or called in self.senders:
                    return True
                if called == "print":
                    to = next((k.value for k in node.keywords if k.arg == "file"), None)
                elif called in writers:
                    to = getattr(node.func, "value", None)
                elif called in second and len(node.args) > 1:
                    to = node.args[1]
                return to is not None and name_of(to) not in self.files and not opens(to)

            def speaks(self, node):
                """Whether a node sends, or names what does: it may be called by a thread."""
                return self.sends(node) or isinstance(node, (ast.Name, ast.Attribute)) and name_of(node) in self.senders

        texts = {}

        def inside(node):
            """All that is in a node, without what functions in it do when they are called."""
            for child in children(node):
                yield child
                if not isinstance(child, functions):
                    yield from inside(child)

        def empty(test):
            """Whether a test asks that nothing was received: not data, data == b"", len(data) == 0."""
            if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
                return isinstance(test.operand, (ast.Name, ast.NamedExpr))
            if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.Eq, ast.Is, ast.LtE, ast.Lt)):
                bound = test.comparators[0]
                if isinstance(test.left, ast.Call) and getattr(test.left.func, "id", "") == "len" and isinstance(test.ops[0], ast.Lt):
                    return True  # less than there is room for
                return isinstance(bound, ast.Constant) and bound.value in (b"", "", 0, None, 1)
            return False

        def something(test):
            """Whether a test asks that something was received."""
            if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], (ast.NotEq, ast.Gt)):
                bound = test.comparators[0]
                return isinstance(bound, ast.Constant) and bound.value in (b"", "", 0)
            return isinstance(test, (ast.Name, ast.NamedExpr))

        def leaves(nodes, guarded):
            """Each statement that leaves a loop, as whether it does so for nothing was received."""
            for node in nodes:
                if isinstance(node, (ast.Break, ast.Return)):
                    yield guarded
                elif isinstance(node, ast.If):
                    yield from leaves(node.body, guarded or empty(node.test))
                    yield from leaves(node.orelse, guarded or something(node.test))
                elif isinstance(node, functions + (ast.ClassDef,)):
                    continue
                else:
                    for field in ("body", "orelse", "finalbody", "handlers"):
                        inner = getattr(node, field, ())
                        yield from leaves([n for n in inner if not (isinstance(node, loops) and isinstance(n, ast.Break))], guarded)

        def to_the_end(text, loop):
            """Whether a loop takes all that comes until nothing does, and answers none of it."""
            if any(text.speaks(n) for n in walk(loop)):
                return False
            if isinstance(loop, ast.For):
                called = loop.iter.func if isinstance(loop.iter, ast.Call) else None
                return isinstance(called, ast.Name) and called.id == "iter" and all(leaves(loop.body, False))
            exits = list(leaves(loop.body, False))
            if isinstance(loop.test, ast.Constant) and loop.test.value:
                return bool(exits) and all(exits)
            return something(loop.test) and all(exits)

        gatherers = {"append", "extend", "add", "update", "write"}

        def collects(text, loop, function):
            """Whether a loop takes all lines and keeps what they say, and what answers them stands behind it, or
            behind the function."""
            if any(text.speaks(n) for n in walk(loop)) or list(leaves(loop.body, False)):
                return False
            done = {name_of(n.value.func) for n in walk(loop) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Call)}
            behind = [n for n in inside(function) if getattr(n, "lineno", 0) > loop.end_lineno]
            if any(text.speaks(n) for n in behind):
                return done <= gatherers | {"print"}
            return done <= gatherers and any(isinstance(n, ast.Return) for n in behind)

        finders = {"endswith", "find", "rfind", "index", "rindex", "partition", "rpartition", "count", "readuntil", "search", "match"}

        def breaks(node):
            """The ends of lines that a node holds, each with what it ends."""
            texts = [n.value for n in walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, (str, bytes))]
            return [t for t in texts if ("\n" if isinstance(t, str) else b"\n") in t]

        def looks(node):
            """The ends of lines for which what is in a node looks: it compares with them, or searches for them; to send or print one
            is something else."""
            found = []
            for node in walk(node):
                if isinstance(node, ast.Compare):
                    found += breaks(node)
                if isinstance(node, ast.Call):
                    called = name_of(node.func)
                    if called in finders or called == "iter" or called == "split" and len(node.args) > 1:
                        found += [b for a in node.args for b in breaks(a)]
            return found

        def both(found):
            """Whether only \\r\\n is taken for the end of a line."""
            return bool(found) and all(("\r\n" if isinstance(t, str) else b"\r\n") in t for t in found)

        comprehensions = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
        takers = {"list", "tuple", "sorted", "set", "sum", "max", "min", "join", "extend"}
        receivers = ("recv", "read", "accept", "select", "poll")

        def takes_all(node):
            """Whether a node receives until nothing more comes, where it receives at all."""
            if isinstance(node, comprehensions):
                return True
            if not isinstance(node, ast.Call):
                return False
            called, first = name_of(node.func), node.args[0] if node.args else None
            if called in ("read", "readlines", "readall"):
                size = first.operand if isinstance(first, ast.UnaryOp) else first  # -1 is all
                return size is not first or first is None or isinstance(first, ast.Constant) and first.value is None
            if called == "load":
                return name_of(getattr(node.func, "value", None)) == "json"
            return called == "copyfileobj" or called in takers and first is not None

        def receives(node, by=receivers):
            """Whether a node calls what receives, or waits for that, and does so once."""
            return isinstance(node, ast.Call) and str(name_of(node.func)).startswith(by) and not takes_all(node)

        def until_empty(node):
            """Whether a node calls something until it returns nothing: iter(lambda: s.recv(9), b"")."""
            return isinstance(node, ast.Call) and name_of(node.func) == "iter" and len(node.args) == 2 and getattr(node.args[1], "value", 0) in ("", b"")

        def about(name, line):
            """The bits of a line."""
            text = texts.get(name)
            if text is None:
                text = texts[name] = Text(name)
            loop, function, covers, found = None, text.tree, [], []
            reads = "readline" in line_of(name, line).replace("readlines", "")
            for node in walk(text.tree):
                if getattr(node, "lineno", line + 1) > line or getattr(node, "end_lineno", 0) < line:
                    continue
                covers.append(node)
                if isinstance(node, loops) and (loop is None or node.lineno >= loop.lineno):
                    loop = node
                elif isinstance(node, functions) and node.lineno < line:
                    function = node
                elif isinstance(node, ast.Call) and name_of(node.func) in ("readline", "readuntil", "next"):
                    reads, found = True, found + looks(node)
            if loop is not None and loop.lineno < getattr(function, "lineno", 0):
                loop = None
            bits = 0
            lines = isinstance(loop, ast.For) and loop.lineno == line and name_of(getattr(loop.iter, "func", None)) not in ("iter", "range")
            lines = lines and not any(receives(n) for n in covers) or isinstance(loop, ast.AsyncFor)
            if loop is not None and not reads:
                found = looks(loop)
            whole = any(takes_all(n) for n in covers) and not any(receives(n, receivers + ("send", "connect")) for n in covers)
            whole = whole or any(until_empty(n) for n in covers) and not (loop is not None and loop.lineno == line)
            if whole and not reads or lines and collects(text, loop, function):
                bits |= end
            elif reads or lines or found:
                bits |= newline | (crlf if both(found) else 0)
            elif loop is not None and to_the_end(text, loop):
                bits |= end
            if any(text.sends(n) and n.lineno <= line for n in inside(function)):
                bits |= wrote
            if not any(text.sends(n) for n in walk(text.tree)):
                bits |= mute
            return bits

        return about

    def awaited():
        """The frame of the one task of asyncio that waits for a stream, None if it is not one."""
        found = []
        try:
            tasks = sys.modules["asyncio"].all_tasks()
        except RuntimeError:  # no loop runs
            return None
        for task in tasks:
            part, frame, reads = task.get_coro(), None, False
            while getattr(part, "cr_frame", None) is not None:
                if not part.cr_frame.f_code.co_filename.startswith(library):
                    frame = part.cr_frame
                reads = reads or getattr(part, "__qualname__", "").startswith("StreamReader.")
                part = part.cr_await
            if reads and frame is not None:
                found.append(frame)
        return found[0] if len(found) == 1 else None

    def place(frame):
        """The number of what is noted of a call that a frame makes; 0 is nothing."""
        while frame is not None:
            code = frame.f_code
            number = places.get((id(code), frame.f_lasti))
            if number is not None:
                return number
            kind = (kinds.get(id(code)) or kind_of(frame))[0]
            if kind == PROGRAM:
                number = places[id(code), frame.f_lasti] = record(frame, 0)
                return number
            if kind == LOOP:
                return number_of(nowhere(0))
            frame = frame.f_back
        return 0

    def asking(frame, stands):
        """As place, for a call that asks which sockets are ready, and may wait for them."""
        if stands and "asyncio" in sys.modules:
            waits = awaited()
            if waits is not None:
                return record(waits, polls | looped)
        while frame is not None:
            code = frame.f_code
            kind = (kinds.get(id(code)) or kind_of(frame))[0]
            if kind == PROGRAM:
                return record(frame, polls)
            if kind == LOOP:
                return number_of(nowhere(polls))
            frame = frame.f_back
        return 0

    def nowhere(bits):
        """What the loop of asyncio notes: the line that runs it says nothing of what it does."""
        return struct.pack("<IHHI", 0, 0, 0, bits | looped)

    def record(frame, bits):
        code, line = frame.f_code, frame.f_lineno
        number = known.get((id(code), line, bits))
        if number is None:
            kinds.get(id(code)) or kind_of(frame)
            number = known[id(code), line, bits] = number_of(text_of(code, line, bits))
        return number

    def text_of(code, line, bits):
        name = code.co_filename
        text = line_of(name, line).strip().encode("utf-8", "replace")[:300]
        base = os.path.basename(name).encode("utf-8", "replace")[:150]
        try:
            if not about:
                about.append(reader())
            bits |= about[0](name, line)
        except Exception:
            pass
        return struct.pack("<IHHI", line, len(base), len(text), bits) + base + text

    def number_of(text):
        number = numbers.get(text)
        if number is None:
            number = len(numbers)
            if number >= records:
                return 0
            memory[head + number * size:head + number * size + len(text)] = text
            numbers[text] = number
        return number

    class Own:
        """The slot of a thread, while that lives."""
        def __init__(self):
            thread = get_native_id()
            home = thread % (slots - probed)
            free = (at * 2 for at in range(home, home + probed) if not slot[at * 2 + 1])
            self.at = next(free, nobody)
            if self.at != nobody:
                slot[self.at + 1] = thread

        def __del__(self):
            try:
                slot[self.at + 1] = 0
            except Exception:  # the interpreter ends
                pass

    # The only thread of a child has an id and a slot of its own.
    mine = _local()

    def forked():
        mine.__dict__.clear()

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=forked)
    else:  # before 3.7
        fork = os.fork

        def fork_and_tell():
            child = fork()
            if child == 0:
                forked()
            return child
        os.fork = fork_and_tell

    def slot_of_thread():
        try:
            return mine.at
        except AttributeError:
            mine.own = Own()
            mine.at = mine.own.at
            return mine.at

    def noted(number, frame, *more):
        """What is noted, and where: anything that fails is nothing, and nobody's."""
        try:
            return number(frame, *more), slot_of_thread()
        except Exception:
            return 0, nobody

    def wrapped(method):
        def call(*args, **named):
            frame = getframe(1)
            try:
                number, at = places[id(frame.f_code), frame.f_lasti], mine.at
            except (KeyError, AttributeError):
                number, at = noted(place, frame)
            slot[at] = number
            try:
                return method(*args, **named)
            finally:
                slot[at] = 0
        return named_as(method, call)

    def waiting(method):
        def call(*args, **named):
            number, at = noted(asks, getframe(1), args)
            slot[at] = number
            try:
                return method(*args, **named)
            finally:
                slot[at] = 0
        return named_as(method, call)

    def asks(frame, args):
        """The number of what is noted of a call that asks which sockets are ready."""
        stands = len(args) > 1 and args[1] != 0
        if len(args) > 1 and not stands and frame.f_code.co_filename.startswith(library):
            return place(frame)  # an event loop looks around, on its way
        return asking(frame, stands)

    def named_as(method, call):
        call.__name__ = getattr(method, "__name__", "call")
        call.__doc__ = method.__doc__
        call.__wrapped__ = method
        return call

    for name in ("__init__", "bind", "listen", "accept", "connect", "connect_ex", "send", "sendall", "sendto", "sendmsg",
                 "sendfile", "recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "shutdown", "close", "setsockopt"):
        setattr(socket.socket, name, wrapped(getattr(socket.socket, name)))
    select.select = waiting(select.select)
    import selectors
    for name in ("SelectSelector", "PollSelector", "EpollSelector"):
        kind = getattr(selectors, name, None)
        if kind is not None:
            kind.select = waiting(kind.select)
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
    memory[:len(mark)] = mark


def _next():
    """Runs the module of this name that would have been imported without this one."""
    import importlib.machinery
    import os
    import sys

    here = os.path.dirname(os.path.abspath(__file__))
    path = [p for p in sys.path if os.path.abspath(p or ".") != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", path)
    if spec is not None:
        import importlib.util
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


try:
    _follow()
except Exception:
    pass
_next()
