import Foundation
import Support
import TestSupport
import Testing

/// System calls that fail under an upload: the client is told why and what to do, the journal says so, nothing half-written is
/// handed over, and the next upload goes through.
@Suite(.serialized, .enabled(if: FaultySession.absence == nil, "\(FaultySession.absence ?? "")"))
struct FaultTests {
    private static let name = "SIDEP_20261119.csv.age"

    /// A fault that the kernel reports, and what becomes of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let call: String
        let error: String
        /// Below the account's directory.
        let path: String
        var turn = 1
        let code: String
        /// A part of the sentence that the producer reads.
        let sentence: String

        var testDescription: String { "\(error) from \(call) on \(path)" }
    }

    private static let upload = "upload/inbox/" + name
    private static let full = "presque plein ; réessayez plus tard"
    private static let failed = "renvoyez le fichier plus tard. Rien n’a été pris en compte"
    private static let lost = "Renvoyez le fichier depuis le début"
    private static let unsure = "Attendez son accusé dans /receipts"

    static let faults = [
        Fault(call: "pwrite64", error: "ENOSPC", path: upload, code: "spool.disk-full", sentence: full),
        Fault(call: "pwrite64", error: "ENOSPC", path: upload, turn: 2, code: "spool.disk-full", sentence: full),
        Fault(call: "pwrite64", error: "EDQUOT", path: upload, code: "spool.disk-full", sentence: full),
        Fault(call: "pwrite64", error: "EIO", path: upload, turn: 2, code: "spool.write-failed", sentence: failed),
        Fault(call: "fsync", error: "EIO", path: upload, code: "spool.not-kept", sentence: lost),
        Fault(call: "fsync", error: "ENOSPC", path: upload, code: "spool.not-kept", sentence: lost),
        Fault(call: "openat", error: "ENOSPC", path: "upload/inbox", turn: 3, code: "spool.disk-full", sentence: full),
        Fault(
            call: "openat", error: "EIO", path: "upload/inbox", turn: 3, code: "spool.write-failed", sentence: failed),
        Fault(call: "mkdirat", error: "ENOSPC", path: "upload/handover", code: "spool.disk-full", sentence: full),
        Fault(call: "mkdirat", error: "EIO", path: "upload/handover", code: "spool.write-failed", sentence: failed),
        Fault(call: "renameat", error: "EIO", path: "upload/inbox", code: "spool.write-failed", sentence: failed),
        Fault(call: "renameat", error: "ENOSPC", path: "upload/inbox", code: "spool.disk-full", sentence: full),
        Fault(call: "renameat2", error: "EIO", path: "inbox", code: "spool.write-failed", sentence: failed),
        Fault(call: "renameat2", error: "ENOSPC", path: "inbox", code: "spool.disk-full", sentence: full),
        Fault(call: "fsync", error: "EIO", path: "inbox", code: "spool.not-confirmed", sentence: unsure),
        Fault(call: "fsync", error: "EIO", path: "upload/inbox", code: "spool.not-confirmed", sentence: unsure),
    ]

    @Test(arguments: faults)
    func `a call that fails is explained, hands nothing half over and does not stop the next upload`(_ fault: Fault)
        throws
    {
        let gateway = try Gateway()
        let path = try gateway.seal(Sidep.day(2500), Self.name)
        let tool = gateway.strace(fault.call, "error=\(fault.error):when=\(fault.turn)", path: fault.path)
        let refused = try gateway.session(["put \(path) /inbox/"], under: tool)
        try #require(try gateway.wasInjected())
        gateway.expectExplained(refused, fault.testDescription)
        #expect(refused.refusals.contains { $0.sentence.contains(fault.sentence) }, "\(refused.refusals)")
        #expect(try gateway.receiverJournal().contains("\"\(fault.code)\""))

        let whole = try gateway.desk.read(Self.name)
        let isThere = fault.code == "spool.not-confirmed"
        #expect(try gateway.wholeDrops() == (isThere ? [whole] : []))
        if fault.code == "spool.not-kept" { #expect(gateway.uploadSize(Self.name) == 0, "nothing of it is trusted") }

        if !isThere {
            // As producers do: go on where it stopped, or begin again.
            let size = gateway.uploadSize(Self.name)
            // OpenSSH's client does not resume what has all its bytes.
            let command = size > 0 && size < whole.count ? "reput" : "put"
            let next = try gateway.session(["\(command) \(path) /inbox/\(Self.name)"])
            #expect(next.result.status == 0, "\(next.result.errors)")
        }
        #expect(try gateway.wholeDrops() == [whole])
        try gateway.ingestOnce()
        try gateway.expectSound([Self.name: "ingested"], rows: 2500, fault.testDescription)
    }

    /// Calls that are made to fail one after the other, each time that they are made in an upload.
    static let swept = [
        "openat", "mkdirat", "fsync", "renameat", "renameat2", "pwrite64", "unlinkat", "flock", "ftruncate",
        "newfstatat", "fstatfs", "getdents64",
    ]
    /// More often than any of them is made after the program has been loaded.
    private static let mostTurns = 60

    @Test(arguments: swept)
    func `whichever call of a session fails, there is one whole drop or none, and the next upload goes through`(
        _ call: String
    ) throws {
        let gateway = try Gateway()
        let bytes = [UInt8](repeating: 7, count: 70_000)
        let path = try gateway.desk.write(Self.name, bytes)
        let spool = gateway.home + "/spool/\(Gateway.sidep)"
        // Only in the account's directories: without them the program is not even loaded.
        let paths = ["", "/upload", "/upload/inbox", "/upload/handover", "/inbox", "/upload/inbox/\(Self.name).part"]
        var turn = 1
        while turn < Self.mostTurns {
            let comment = "\(call) \(turn)"
            // Left by earlier attempts, so that there is something to cut and to replace.
            for suffix in ["", ".part"] {
                try gateway.folder.write("home/spool/\(Gateway.sidep)/upload/inbox/\(Self.name)\(suffix)", "earlier")
            }
            var tool = gateway.strace(call, "error=EIO:when=\(turn)")
            for path in paths { tool += ["-P", spool + path] }
            let session = try gateway.session(
                ["put \(path) /inbox/\(Self.name).part", "rename /inbox/\(Self.name).part /inbox/\(Self.name)"],
                under: tool)
            guard try gateway.wasInjected() else { break }
            let drops = try gateway.wholeDrops(Gateway.sidep, comment)
            if session.result.status == 0 {
                #expect(drops == [bytes], "\(comment)")
            } else {
                gateway.expectExplained(session, comment)
                let isUnsure = session.refusals.contains { $0.sentence.contains(Self.unsure) }
                #expect(drops == (isUnsure ? [bytes] : []), "\(comment)")
            }
            if drops.isEmpty {
                let next = try gateway.session(["put \(path) /inbox/\(Self.name)"])
                #expect(next.result.status == 0, "\(comment): \(next.result.errors)")
                #expect(try gateway.wholeDrops(Gateway.sidep, comment) == [bytes], "\(comment)")
            }
            for place in ["inbox", "upload/inbox", "upload/handover"] {
                for left in try FileManager.default.contentsOfDirectory(atPath: "\(spool)/\(place)") {
                    #expect(place != "upload/handover", "\(comment): a hand-over is left undone")
                    try FileManager.default.removeItem(atPath: "\(spool)/\(place)/\(left)")
                }
            }
            turn += 1
        }
        #expect(turn > 1, "it is made at all")
        #expect(turn < Self.mostTurns, "every time that it is made was tried")
    }

    /// Calls that a signal may interrupt, each several times.
    static let interrupted = [
        ("pwrite64", "upload/inbox/" + name), ("fsync", "upload/inbox/" + name), ("flock", "upload/inbox/" + name),
        ("openat", "upload/inbox"), ("fsync", "inbox"),
    ]

    @Test(arguments: interrupted)
    func `a call that a signal interrupts is made again`(_ call: String, _ place: String) throws {
        let gateway = try Gateway()
        let path = try gateway.seal(Sidep.day(300), Self.name)
        let session = try gateway.session(
            ["put \(path) /inbox/"], under: gateway.strace(call, "error=EINTR:when=1..2", path: place))
        #expect(try gateway.wasInjected())
        #expect(session.result.status == 0, "\(session.result.errors)")
        #expect(try gateway.wholeDrops() == [gateway.desk.read(Self.name)])
    }

    @Test(.enabled(if: Machine.missing("cc") == nil, "no C compiler"))
    func `writes that store a part of what they are given, or are interrupted, lose nothing`() throws {
        let gateway = try Gateway()
        let source = try gateway.desk.write(
            "short.c",
            """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <errno.h>
            #include <unistd.h>
            static ssize_t (*real)(int, const void *, size_t, off_t);
            static unsigned turn;
            ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
                if (!real) real = (ssize_t (*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
                if (turn++ % 3 == 0) { errno = EINTR; return -1; }
                return real(file, bytes, count > 9 ? count / 3 : count, offset);
            }
            ssize_t pwrite64(int file, const void *bytes, size_t count, off_t offset) {
                return pwrite(file, bytes, count, offset);
            }
            """)
        let library = gateway.desk.file("short.so")
        let built = try Tool.run("cc", ["-shared", "-fPIC", "-o", library, source, "-ldl"])
        try #require(built.status == 0, "\(built.errors)")
        let path = try gateway.seal(Sidep.day(2500), Self.name)
        let calls = ["strace", "-f", "-qq", "-o", gateway.desk.file("trace"), "-e", "trace=pwrite64"]
        let session = try gateway.session(
            ["put \(path) /inbox/"], under: calls + ["-E", "LD_PRELOAD=\(library)"])
        #expect(session.result.status == 0, "\(session.result.errors)")
        let trace = String(decoding: try gateway.desk.read("trace"), as: UTF8.self)
        #expect(trace.split(separator: "\n").count > 10, "the library is loaded: \(trace)")
        #expect(try gateway.wholeDrops() == [gateway.desk.read(Self.name)])
        try gateway.ingestOnce()
        try gateway.expectSound([Self.name: "ingested"], rows: 2500, "short writes")
    }
}
