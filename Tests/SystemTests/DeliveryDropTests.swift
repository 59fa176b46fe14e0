import Foundation
import Platform
import Support
import TestSupport
import Testing

/// Files that a manifest ties together, sealed with the real `age` and sent with the real `sftp`, through the real gateway.
@Suite(.serialized) struct DeliveryDropTests {
    static let points = CrashPoint.allCases.filter { $0.rawValue.hasPrefix("ingester.delivery-") }
    private static let (tests, controls, manifest) = ("TESTS_1.csv.age", "CONTROLS_1.csv.age", "LOT_202601.json.age")
    private static let states = [tests: "ingested", controls: "partial", manifest: "partial"]

    private let place: TemporaryDirectory

    init() throws { place = try TemporaryDirectory() }

    /// A gateway, and the sealed files of a delivery on the desk: 40 tests, 30 controls and one that refers to no test.
    private func gateway() throws -> Gateway {
        let gateway = try Gateway(conventions: [try PackedSidep.delivery(in: place)])
        let control = Sidep.file((1...30).map { Sidep.row($0) } + [Sidep.row(99)])
        for (name, plain) in [(Self.tests, Sidep.day(40)), (Self.controls, control)] {
            try gateway.desk.write(String(name.dropLast(4)), plain)
            _ = try gateway.seal(plain, name)
        }
        // As the guide in the account says, word for word.
        let guide = try gateway.text("spool/\(Gateway.sidep)/convention/README.md")
        let commands = try #require(guide.components(separatedBy: "```").first { $0.contains("jq -s") })
        let made = try Tool.run("sh", ["-c", commands], directory: gateway.desk.path)
        try #require(made.status == 0, "\(made.errors)")
        _ = try gateway.seal(try gateway.desk.read("LOT_202601.json"), Self.manifest)
        return gateway
    }

    private func upload(_ gateway: Gateway, _ names: [String]) throws {
        try gateway.start(["receive"])
        for name in names { try gateway.put(gateway.desk.file(name)) }
        try gateway.stop()
    }

    private func waits(_ gateway: Gateway, _ name: String) throws -> String? {
        let drop = try #require(try gateway.knownDrops().first { $0.name == name })
        return try gateway.json(["drops", "show", drop.id])["waits"]?.string
    }

    @Test func `two files and the manifest that plain tools make are ingested under one transaction`() throws {
        let gateway = try gateway()
        try upload(gateway, [Self.controls])
        try gateway.ingestOnce()
        #expect(try waits(gateway, Self.controls) == "waits for its manifest")
        try upload(gateway, [Self.manifest])
        try gateway.ingestOnce()
        #expect(try waits(gateway, Self.controls)?.hasPrefix("waits for test until ") == true)
        #expect(try waits(gateway, Self.manifest)?.hasPrefix("waits for test until ") == true)
        #expect(gateway.dataFiles().isEmpty)
        #expect(gateway.receiptsNow().map(\.kind) == ["arrival", "arrival", "notice"])
        try upload(gateway, [Self.tests])
        try gateway.ingestOnce()
        try gateway.expectSound(Self.states, rows: 40, "delivery")
        #expect(try gateway.rows("sidep", "control") == 30)
        let whole = try gateway.outcome(of: Self.manifest)
        #expect(whole.counts("test")["kept"] == 40 && whole.counts("control")["rejected"] == 1)
        #expect(try gateway.outcome(of: Self.controls).counts("control")["read"] == 31)
        #expect(try gateway.outcome(of: Self.controls).table("test") == nil)
        for name in [Self.tests, Self.controls] {
            #expect(try gateway.outcome(of: name).json["delivery"]?["manifest"]?.string == whole.drop)
        }
        for table in ["test", "control"] where PythonReaders.areInstalled {
            let rows = try PythonReaders.rows("delta-rs", gateway.home + "/catalogue/sidep/\(table)")
            #expect(rows.count == (table == "test" ? 40 : 30))
        }
    }

    /// Steps at which a delivery is cut off.
    private static let cut: [CrashPoint] =
        points + [
            .dropRegistered, .processingStarted, .dataFileWritten, .outcomePrepared, .logEntryWritten, .tableLinked,
            .tableCommitted, .outcomeRecorded, .outcomeReceiptWritten, .originalArchived,
        ]
    private static let mostTimes = 20

    @Test(arguments: cut)
    func `an ingester killed at any step of a delivery loses nothing and does nothing twice`(_ point: CrashPoint) throws
    {
        let gateway = try gateway()
        try upload(gateway, [Self.manifest, Self.tests])
        // The other file comes while the manifest waits for it, but where that is not the step to be looked at.
        if point != .deliveryAnnounced { try gateway.ingestOnce() }
        try upload(gateway, [Self.controls])
        let store = try gateway.keepCopy()
        var crashes = 0
        for time in 1...Self.mostTimes {
            try gateway.restore(store)
            let killed = try gateway.ecluse(
                ["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": "\(point.rawValue):\(time)"])
            if killed.status == 0 { break }
            let comment = "\(point.rawValue):\(time)"
            #expect(killed.status == 137, "\(comment): \(killed.errors)")
            crashes += 1
            #expect([0, 40].contains(try gateway.rows("sidep", "test")), "\(comment): all or nothing")
            try gateway.ingestOnce()
            try gateway.expectSound(Self.states, rows: 40, comment)
            #expect(try gateway.rows("sidep", "control") == 30, "\(comment)")
        }
        #expect(crashes > 0 && crashes < Self.mostTimes, "every time that it is reached was tried")
    }

    @Test func `a wrong file keeps everything out, and is all that is sent again`() throws {
        let gateway = try gateway()
        // Cut by the producer's own tool, so that its envelope is whole.
        _ = try gateway.seal(Sidep.day(39), Self.tests)
        try upload(gateway, [Self.tests, Self.controls, Self.manifest])
        try gateway.ingestOnce()
        #expect(try gateway.outcome(of: Self.tests).reasons == ["delivery.other-bytes", "delivery.refused"])
        #expect(gateway.dataFiles().isEmpty)
        #expect(try waits(gateway, Self.controls) == "waits for its manifest")
        _ = try gateway.seal(Sidep.day(40), Self.tests)
        _ = try gateway.seal(try gateway.desk.read("LOT_202601.json"), "LOT_202601_2.json.age")
        try upload(gateway, [Self.tests, "LOT_202601_2.json.age"])
        try gateway.ingestOnce()
        #expect(try gateway.outcome(of: "LOT_202601_2.json.age").state == "partial")
        #expect(try gateway.outcome(of: Self.controls).state == "partial")
        #expect(try gateway.rows("sidep", "test") == 40)
        #expect(try gateway.rows("sidep", "control") == 30)
        #expect(try gateway.ecluse(["receipts", "verify"]).status == 0)
    }
}
