import Foundation
import Support
import TestSupport
import Testing

/// Power that is cut under uploads, on an ext4 file system of its own (`xfs_io -x -c shutdown`): what was acknowledged is whole.
@Suite(.serialized, .enabled(if: MountedSpool.absence == nil, "\(MountedSpool.absence ?? "")"))
struct PowerLossTests {
    /// Files that a client sends in a row.
    private static let files = 300

    /// How producers name what they send.
    enum Naming: String, CaseIterable, Sendable { case final, temporary }

    /// Sends files in a row; `sftp` shows each command when the one before was answered.
    private func commands(_ path: String, _ naming: Naming) -> [String] {
        (0..<Self.files).flatMap { number -> [String] in
            let name = "/inbox/drop\(number).age"
            switch naming {
            case .final: return ["put \(path) \(name)"]
            case .temporary: return ["put \(path) \(name).part", "rename \(name).part \(name)"]
            }
        }
    }

    @Test(arguments: Naming.allCases, [3, 17])
    func
        `what was acknowledged before the power went is whole when it is back, and nothing half-written is in an inbox`(
            _ naming: Naming, _ count: Int
        ) throws
    {
        let gateway = try Gateway()
        try gateway.configure("freeDiskBytes", "0")
        let path = try gateway.seal(Sidep.day(400), "payload.age")
        let bytes = try gateway.desk.read("payload.age")
        let disk = try MountedSpool(gateway, .ext4(bytes: 192 << 20))
        defer { withExtendedLifetime(disk) {} }
        try gateway.start(["receive"])
        let lines = commands(path, naming)
        let perFile = lines.count / Self.files
        let client = try RunningTool(
            "sftp", gateway.options + ["-b", "-", "\(Gateway.sidep)@127.0.0.1"],
            stdin: Array((lines.joined(separator: "\n") + "\n").utf8), directory: gateway.desk.path)
        try #require(client.waits(for: "/inbox/drop\(count).age"), "\(client.errors)")
        try disk.cutPower()
        #expect(try client.wait(seconds: 60).status != 0)
        // The command that is shown last is the one that failed.
        let answered = client.output.split(separator: "\n").filter { $0.hasPrefix("sftp> ") }.count - 1
        let acknowledged = (0..<(answered / perFile)).map { "drop\($0).age" }
        #expect(acknowledged.count >= count)
        try gateway.stop()

        try disk.mountAgain()
        #expect(try gateway.wholeDrops().allSatisfy { $0 == bytes })
        let waiting = try gateway.inbox().map { id in
            try JSONParser.parse(try gateway.folder.read("home/spool/\(Gateway.sidep)/inbox/\(id)/drop.json"))["name"]?
                .string ?? ""
        }
        #expect(Set(acknowledged).isSubset(of: waiting), "\(acknowledged.count) acknowledged, \(waiting.count) there")
        // What was on its way is resumed or begun again.
        try gateway.start(["receive"])
        let next = "drop\(acknowledged.count).age"
        if !waiting.contains(next) {
            let sent = try gateway.sftp(["put \(path) /inbox/\(next)"])
            #expect(sent.status == 0, "\(sent.errors)")
        }
        #expect(try gateway.wholeDrops().count >= acknowledged.count + 1)
        try gateway.stop()
    }

    @Test func `a drop with an arrival receipt is whole after the power went under the ingester`() throws {
        let gateway = try Gateway()
        try gateway.configure("freeDiskBytes", "0")
        let disk = try MountedSpool(gateway, .ext4(bytes: 64 << 20))
        defer { withExtendedLifetime(disk) {} }
        let names = (1...8).map { "SIDEP_2026110\($0).csv.age" }
        for (index, name) in names.enumerated() {
            let path = try gateway.seal(Sidep.day(20, from: 1 + index * 100), name)
            #expect(try gateway.session(["put \(path) /inbox/"]).result.status == 0)
        }
        try gateway.start(["ingest"], listens: false)
        let receipts = gateway.home + "/spool/\(Gateway.sidep)/receipts"
        #expect(wait(seconds: 30, watching: [receipts]) { gateway.receiptsNow().count >= 3 })
        let known = gateway.receiptsNow().filter { $0.kind == "arrival" }
        try disk.cutPower()
        gateway.roles?.send(SIGKILL)
        _ = try gateway.roles?.wait(seconds: 30)
        try disk.mountAgain()
        let states = Dictionary(uniqueKeysWithValues: names.map { ($0, "ingested") })
        try gateway.ingestOnce()
        #expect(!known.isEmpty)
        try gateway.expectSound(states, rows: 8 * 20, "power cut")
        for receipt in known {
            #expect(gateway.receiptsNow().contains { $0.bytes == receipt.bytes }, "\(receipt.name)")
        }
    }
}
