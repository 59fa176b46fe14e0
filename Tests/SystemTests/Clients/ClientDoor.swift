import Foundation
import Support
import TestSupport
import Testing

/// A receiver that listens, and the producer's side of it.
struct ClientDoor {
    let gateway: Gateway
    let job: ClientJob

    init() throws {
        gateway = try Gateway()
        try gateway.start(["receive"])
        job = try ClientJob(gateway)
    }

    /// Bytes that do not compress or repeat, made once: more than any test sends.
    static let noise: [UInt8] = {
        var generator = SeededGenerator(3)
        return generator.bytes(10 << 20)
    }()

    /// A file of `size` bytes.
    func file(_ size: Int) throws -> String { try Self.file(size, on: gateway) }

    /// A file of `size` bytes on the desk of `gateway`.
    static func file(_ size: Int, on gateway: Gateway) throws -> String {
        try gateway.desk.write("file-\(size)", Array(noise.prefix(size)))
    }

    /// Checks that the newest drop is `name` with the bytes of `file`, and that nothing unfinished is left.
    ///
    /// At once, because the client was told so, unless it did not wait to be told.
    func expectHandedOver(_ name: String, _ file: String, by client: Client) throws {
        let inbox = "\(gateway.home)/spool/\(job.account)/inbox"
        var drops: [String] = []
        _ = try wait(seconds: client.endsEarly ? 20 : 0, watching: [inbox]) {
            drops = try gateway.inbox().filter { id in try description(id, in: inbox)["name"]?.string == name }
            return !drops.isEmpty
        }
        try #require(drops.count == 1, "\(drops.count) drops called \(name)")
        let sent = try Reference.sha256(ofFile: file)
        #expect(try Reference.sha256(ofFile: "\(inbox)/\(drops[0])/payload") == sent)
        #expect(try description(drops[0], in: inbox)["sha256"]?.string == sent)
        #expect(gateway.uploads() == [])
    }

    private func description(_ id: String, in inbox: String) throws -> JSONValue {
        try JSONParser.parse(Array(Data(contentsOf: URL(fileURLWithPath: "\(inbox)/\(id)/drop.json"))))
    }
}
