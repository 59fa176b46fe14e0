import Crypto
import Foundation
import Platform
import SFTP
import Spool
import Support
import TestSupport
import Testing

/// Random sessions of one account, two at a time, against a model of what its uploads hold: whatever clients do, each request gets
/// one answer, no handle comes twice, and what is handed over is whole and is what was written.
@Suite struct SessionFuzzTests {
    @Test func `no sequence of requests hands over what was not written, or leaves one unanswered`() throws {
        var budget = FuzzBudget("session state machine", rounds: 60)
        while let round = budget.next() {
            var world = try World(seed: UInt64(round) &+ 1)
            try world.play(requests: 40)
            try world.check()
        }
    }
}

/// Bytes of an upload as the model has them; nil for one that was never written.
private typealias Content = [UInt8?]

/// An account, its sessions, and the model.
private struct World {
    private let harness: SpoolHarness
    private var random: SeededGenerator
    private var sessions: [Session] = []
    private var uploads: [String: Content] = [:]
    /// What was handed over, by name, in order.
    private var drops: [String: [Content]] = [:]

    private static let names = ["a.csv", "b.csv.age", "c.part", ".d", "e.tmp", "é x"]

    private struct Session {
        let server: SFTPServer
        var nextID: UInt32 = 1
        var handles: [[UInt8]: Handle] = [:]
        var seen: Set<[UInt8]> = []
    }

    private struct Handle {
        let name: String
        let appends: Bool
        var isBroken = false
        var content: Content
    }

    init(seed: UInt64) throws {
        harness = try SpoolHarness()
        random = SeededGenerator(seed)
        for _ in 0..<2 { sessions.append(try open()) }
    }

    private func open() throws -> Session {
        let server = SFTPServer(
            try harness.otherSession(), language: .english, messages: SpoolMessages.table, now: SystemClock().now)
        _ = server.receive([0, 0, 0, 5, 1, 0, 0, 0, 3][...])
        _ = server.process()
        _ = server.takeOutput()
        return Session(server: server)
    }

    mutating func play(requests: Int) throws {
        for _ in 0..<requests {
            let index = Int.random(in: 0..<sessions.count, using: &random)
            switch Int.random(in: 0..<12, using: &random) {
            case 0, 1, 2: try openFile(index)
            case 3, 4, 5, 6: try write(index)
            case 7, 8: try close(index)
            case 9: try rename(index)
            case 10: try look(index)
            default: try endOrRemove(index)
            }
        }
    }

    // MARK: Requests

    private mutating func pick() -> String { World.names.randomElement(using: &random) ?? "a.csv" }

    private mutating func openFile(_ index: Int) throws {
        let name = pick()
        let flags = UInt32([2, 10, 26, 42, 58, 14, 6, 1, 3].randomElement(using: &random) ?? 26)
        let before = uploads[name]
        let answer = try send(index, 3, Packet().string("/inbox/" + name).word(flags).word(0))
        guard case .handle(let handle) = answer else { return }
        #expect(sessions[index].seen.insert(handle).inserted, "a handle is never given twice")
        let content = flags & 16 != 0 ? [] : before ?? []
        uploads[name] = content
        sessions[index].handles[handle] = Handle(name: name, appends: flags & 4 != 0, content: content)
    }

    private mutating func write(_ index: Int) throws {
        guard let (id, handle) = sessions[index].handles.randomElement(using: &random) else { return }
        let end = handle.content.count
        let offset = [0, end, end, end, end + 3, max(0, end - 2), 1 << 62].randomElement(using: &random) ?? 0
        let data = random.bytes(Int.random(in: 0...50, using: &random))
        let answer = try send(index, 6, Packet().string(id).long(UInt64(offset)).string(data))
        guard case .status(0) = answer else {
            sessions[index].handles[id]?.isBroken = true
            return
        }
        var content = handle.content
        let start = handle.appends ? end : offset
        if !data.isEmpty, content.count < start + data.count {
            content += Content(repeating: nil, count: start + data.count - content.count)
        }
        for (place, byte) in data.enumerated() { content[start + place] = byte }
        sessions[index].handles[id]?.content = content
        uploads[handle.name] = content
    }

    private mutating func close(_ index: Int) throws {
        guard let (id, handle) = sessions[index].handles.randomElement(using: &random) else { return }
        sessions[index].handles[id] = nil
        let answer = try send(index, 4, Packet().string(id))
        guard case .status(0) = answer else { return try look(at: handle) }
        guard !UploadName.isTemporary(handle.name) else { return }
        #expect(!handle.isBroken, "what a write was refused of is not whole")
        take(handle.name, handle.name, handle.content)
    }

    private mutating func rename(_ index: Int) throws {
        let (old, new) = (pick(), pick())
        let content = uploads[old]
        let answer = try send(index, 18, Packet().string("/inbox/" + old).string("/inbox/" + new))
        guard case .status(0) = answer, old != new, let content else { return }
        if UploadName.isTemporary(old), !UploadName.isTemporary(new) {
            uploads[new] = nil
            take(old, new, content)
        } else {
            uploads[old] = nil
            uploads[new] = content
        }
    }

    private mutating func look(_ index: Int) throws {
        let requests: [(UInt8, Packet)] = [
            (17, Packet().string("/inbox/" + pick())), (16, Packet().string("../../x")),
            (14, Packet().string("/x").word(0)),
            (11, Packet().string("/inbox")), (200, Packet().string("limits@openssh.com")), (99, Packet()),
            (6, Packet()),
            (200, Packet().string("none@example.org")),
        ]
        let (type, packet) = requests[Int.random(in: 0..<requests.count, using: &random)]
        _ = try send(index, type, packet)
    }

    /// A lost connection, or REMOVE.
    private mutating func endOrRemove(_ index: Int) throws {
        if Bool.random(using: &random) {
            let left = sessions[index].handles.values
            sessions[index].server.abandon()
            for handle in left { try look(at: handle) }
            sessions[index] = try open()
        } else {
            let name = pick()
            let answer = try send(index, 13, Packet().string("/inbox/" + name))
            if case .status(0) = answer { uploads[name] = nil }
        }
    }

    /// What is left of an upload that broke off: the beginning of what was written, without a hole.
    private mutating func look(at handle: Handle) throws {
        let path = harness.path + "/spool/alpha/upload/inbox/" + handle.name
        guard let left = FileManager.default.contents(atPath: path).map({ [UInt8]($0) }) else { return }
        #expect(left.count <= handle.content.count)
        #expect(left.map(Optional.some) == Array(handle.content.prefix(left.count)), "what is kept is what was written")
        uploads[handle.name] = left.map(Optional.some)
    }

    private mutating func take(_ upload: String, _ name: String, _ content: Content) {
        uploads[upload] = nil
        #expect(!content.contains(nil), "a file with a hole was handed over")
        drops[name, default: []].append(content)
    }

    // MARK: Answers

    private enum Answer { case status(UInt32), handle([UInt8]), other }

    private mutating func send(_ index: Int, _ type: UInt8, _ body: Packet) throws -> Answer {
        let id = sessions[index].nextID
        sessions[index].nextID += 1
        let server = sessions[index].server
        let packet = Packet().byte(type).word(id).raw(body.bytes)
        #expect(server.receive(Packet().string(packet.bytes).bytes[...]) == packet.bytes.count + 4)
        #expect(server.process() == .needsInput)
        let reply = server.takeOutput()
        func word(_ place: Int) -> UInt32 { reply[place..<(place + 4)].reduce(0) { $0 << 8 | UInt32($1) } }
        try #require(reply.count >= 9, "one answer to each request")
        #expect(Int(word(0)) == reply.count - 4, "one answer to each request")
        #expect(word(5) == id)
        return switch reply[4] {
        case 101: .status(word(9))
        case 102: .handle(Array(reply[13...]))
        default: .other
        }
    }

    /// What lies in the inbox is what the model says, byte for byte.
    func check() throws {
        for session in sessions { session.server.abandon() }
        let waiting = try harness.inbox.drops(account: "alpha")
        #expect(waiting.count == drops.values.map(\.count).reduce(0, +))
        for drop in waiting {
            let payload = try harness.inbox.openPayload(account: drop.account, id: drop.id).readAll(limit: 1 << 20)
            #expect(drops[drop.name]?.contains { $0 == payload.map(Optional.some) } == true)
            #expect(drop.size == UInt64(payload.count))
            #expect(try SHA256.hash(payload) == drop.sha256)
        }
    }
}

/// The fields of a packet, one after another.
private struct Packet {
    var bytes: [UInt8] = []

    func raw(_ more: [UInt8]) -> Packet { Packet(bytes: bytes + more) }
    func byte(_ value: UInt8) -> Packet { raw([value]) }
    func word(_ value: UInt32) -> Packet { raw([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }) }
    func long(_ value: UInt64) -> Packet { word(UInt32(value >> 32)).word(UInt32(truncatingIfNeeded: value)) }
    func string(_ value: [UInt8]) -> Packet { word(UInt32(value.count)).raw(value) }
    func string(_ value: String) -> Packet { string(Array(value.utf8)) }
}
