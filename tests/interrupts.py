#!/usr/bin/env python3
"""Presses Ctrl-C in an interactive PowerShell while it shows the progress of a bulk run, and counts sessions that hang.

    python3 tests/interrupts.py [--noflsh] [--control] COUNT pwsh [ARGUMENTS]

Not part of the test suite: a session of PowerShell 7 on Linux and macOS hangs now and then, whatever shows the progress. PowerShell asks
the terminal for the position of the cursor, and the terminal's driver discards the response when Ctrl-C is pressed (termios(3), ISIG without
NOFLSH). --noflsh sets the terminal so that it does not; --control uses Write-Progress alone, without TokenTools. A hung session is reported
with what its threads wait for, if dotnet-stack is on the path.
"""
import argparse, fcntl, os, pty, random, re, select, shutil, signal, struct, subprocess, sys, termios, time

REQUEST = b"\x1b[6n"
MODULE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "TokenTools.psd1")
BULK = "$r = 1..5000 | ForEach-Object { [pscustomobject] @{ InstallType = 'ATOM' } } | New-InstallerToken -ThrottleLimit 4"
SANDBOX = f"Import-Module '{MODULE}'; Connect-Boomi -Sandbox (Start-TokenSandbox); Add-TokenSandboxFault -Match InstallerToken -Delay 20ms -Count 100000"
CONTROL = "1..500 | ForEach-Object { Write-Progress waiting -PercentComplete 10; Start-Sleep -Milliseconds 20 }"


class Session:
    def __init__(self, arguments):
        self.arguments = arguments
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", POWERSHELL_TELEMETRY_OPTOUT="1", POWERSHELL_UPDATECHECK="Off")
            os.execvp(arguments.program[0], arguments.program)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.unanswered = b""
        self.require(b"PS ", 120)
        self.send("Remove-Module PSReadLine -ErrorAction Ignore; function prompt { 'RE' + 'ADY> ' }")
        self.require(b"READY> ", 60)
        self.send(("" if arguments.control else SANDBOX + "; ") + "'SET' + 'UP'")
        self.require(b"SETUP", 120)
        self.require(b"READY> ", 60)

    def send(self, text):
        os.write(self.fd, text.encode() + b"\r")

    def require(self, expected, seconds):
        if not self.read(expected, seconds):
            sys.exit(f"No {expected!r} within {seconds} s")

    def read(self, expected, seconds):
        """Reads until the text, answering each request for the cursor's position once, as a terminal does."""
        end, text = time.monotonic() + seconds, b""
        while time.monotonic() < end:
            if not select.select([self.fd], [], [], 0.05)[0]:
                continue
            data = os.read(self.fd, 65536)
            text += data
            pending = self.unanswered + data
            for _ in range(pending.count(REQUEST)):
                if self.arguments.noflsh:
                    # PowerShell sets the terminal again and again.
                    modes = termios.tcgetattr(self.fd)
                    modes[3] |= termios.NOFLSH
                    termios.tcsetattr(self.fd, termios.TCSANOW, modes)
                os.write(self.fd, b"\x1b[10;1R")
            self.unanswered = pending[pending.rfind(REQUEST) + len(REQUEST):][-3:] if REQUEST in pending else pending[-3:]
            if expected in re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", text):
                return True
        return False

    def interrupt(self):
        """Starts a run, presses Ctrl-C after a while, and returns the seconds until the prompt; None if there is none."""
        self.send(CONTROL if self.arguments.control else BULK)
        self.read(b"\0", random.uniform(0.15, 2.5))
        pressed = time.monotonic()
        os.write(self.fd, b"\x03")
        if not self.read(b"READY> ", 20):
            return None
        took = time.monotonic() - pressed
        self.send("'AL' + 'IVE'")
        return took if self.read(b"ALIVE", 20) and self.read(b"READY> ", 20) else None

    def stack(self):
        if not shutil.which("dotnet-stack"):
            return []
        report = subprocess.run(["dotnet-stack", "report", "-p", str(self.pid)], capture_output=True, text=True).stdout
        return [thread.strip().splitlines()[1:] for thread in report.split("Thread (")
                if "ProgressPane" in thread or "TokenTools" in thread or "TryGetCursorPosition" in thread]

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--noflsh", action="store_true")
    parser.add_argument("--control", action="store_true")
    parser.add_argument("count", type=int)
    parser.add_argument("program", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    session, hung, times = Session(arguments), 0, []
    for number in range(arguments.count):
        took = session.interrupt()
        if took is not None:
            times.append(took)
            continue
        hung += 1
        print(f"Ctrl-C {number + 1}: no prompt within 20 s", flush=True)
        for thread in session.stack():
            print("\n".join("    " + frame.strip()[:160] for frame in thread[:8]), flush=True)
        session.end()
        session = Session(arguments)
    session.end()
    times.sort()
    middle, longest = (times[len(times) // 2], times[-1]) if times else (float("nan"), float("nan"))
    print(f"{arguments.count} times Ctrl-C, {hung} hung sessions; seconds until the prompt: median {middle:.2f}, longest {longest:.2f}")


main()
