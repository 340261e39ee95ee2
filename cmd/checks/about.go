package checks

// About is the help of `wireladder check`.
const About = `check starts a server that you wrote, asks it with clients of its own, and says
what it stands and what it fails: probe by probe, each with a fresh start of the
server in a private network of its own (Linux, no root), its socket calls traced
and its packets captured. --list shows the probes.

The server is asked where it listens, or is bound to a UDP port, as the kernel
says; no port is told. It has to answer in capitals, each client for itself, as
the textbook's server does (--expect upper). Ends of lines do not count.

A server fails a probe if a client has not got its whole answer, or if a finding
(see "wireladder run") says that it is at fault. A server that lets a client
wait for another one to leave, and answers it then, passes, with advice.
What --model says of the exercise changes that:
  once            one recv() is one message: "pieces", "glued" and "large" pass,
                  with advice, where the beginning was answered
  loop            each client until it leaves, one after the other (default)
  select, thread  all clients at once: one that has to wait is a failure

A server that reads until the end of the stream, and answers then, is asked with
--half-close: each TCP client shuts down its direction behind its question.

Of a probe that fails it is said what was asked, expected and seen, what the
finding is and its repair, and its ladder is drawn. -o report/ keeps each probe
as report/NAME.pcapng, for "wireladder read" and Wireshark, and as NAME.txt. -o
takes files as well: .xml is JUnit's format, as Jenkins and GitLab read it, and
.json one object. --format alone is the format of stdout.
`
