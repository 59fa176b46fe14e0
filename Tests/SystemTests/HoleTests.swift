import Foundation
import Platform
import TestSupport
import Testing

/// A session that is killed right after a write which leaves bytes missing, or replaces some of an earlier attempt.
@Suite struct HoleTests {
    private static let name = "SIDEP_20261119.csv.age"

    private func word(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
    private func string(_ bytes: [UInt8]) -> [UInt8] { word(bytes.count) + bytes }

    /// INIT, OPEN for writing and one WRITE (draft-ietf-secsh-filexfer-02).
    private func requests(writing data: [UInt8], at offset: Int) -> [UInt8] {
        let open = [3] + word(1) + string(Array("/inbox/\(Self.name)".utf8)) + word(2 | 8) + word(0)
        let write = [6] + word(2) + string(word(1)) + word(0) + word(offset) + string(data)
        return [[1] + word(3), open, write].flatMap(string)
    }

    @Test(arguments: [(left: 0, offset: 100), (left: 500, offset: 0), (left: 500, offset: 900)])
    func `what it leaves is begun again, never resumed`(_ left: Int, _ offset: Int) throws {
        let gateway = try Gateway()
        let path = try gateway.seal(Sidep.day(50), Self.name)
        try gateway.desk.write("earlier", Array(try gateway.desk.read(Self.name).prefix(left)))
        try gateway.start(["receive"])
        if left > 0 {
            #expect(try gateway.sftp(["put earlier /inbox/x.part", "rename /inbox/x.part /inbox/y.part"]).status == 0)
            try FileManager.default.moveItem(
                atPath: gateway.uploadPath("y.part"), toPath: gateway.uploadPath(Self.name))
        }
        let session = try gateway.ecluse(
            ["sftp-session", "--account", Gateway.sidep],
            environment: ["ECLUSE_CRASH_AT": CrashPoint.uploadWritten.rawValue],
            stdin: requests(writing: Array("other bytes".utf8), at: offset))
        #expect(session.status == 128 + SIGKILL)
        #expect(gateway.uploadSize(Self.name) > 0)
        #expect(
            try gateway.sftp(["ls -l /inbox/\(Self.name)"]).output.contains(" 0 "),
            "the next session finds nothing of it")
        #expect(gateway.inbox().isEmpty)
        #expect(try gateway.sftp(["put \"\(path)\" /inbox/\(Self.name)"]).status == 0)
        #expect(gateway.inbox().count == 1)
    }
}
