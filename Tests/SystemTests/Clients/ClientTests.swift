import Foundation
import Support
import TestSupport
import Testing

/// Every client that producers send with, against the real receiver; what arrives is compared by SHA-256.
@Suite struct ClientTests {
    private static let name = "SIDEP_20261120.csv.age"
    private static let small = 1_000
    /// More than one window of the transport (1,280,000 bytes) and not a whole number of packets.
    private static let large = 9 << 20 | 17
    /// Bytes that the line carries before it breaks: within the large file, whatever the client's own overhead.
    private static let lineLength = 4 << 20

    private static let absent = Client.all.compactMap { client in client.absence.map { "\(client.name): \($0)" } }

    /// Skipped, with their names, where some are missing: their cases below are cancelled.
    @Test(.enabled(if: absent.isEmpty, "not tried: \(absent.joined(separator: "; "))"))
    func `every client is here`() { #expect(Client.all.count >= 13) }

    @Test(arguments: Client.all) func `whole files arrive as they were sent`(_ client: Client) throws {
        try trying(client, .whole) { door in
            for size in [Self.small, Self.large] {
                let name = "drop-\(size).age"
                let file = try door.file(size)
                let result = try client.run(.put, door.job.sending(file, as: name))
                #expect(result.status == 0, "\(result.output) \(result.errors)")
                try door.expectHandedOver(name, file, by: client)
            }
            return "whole"
        }
    }

    @Test(arguments: Client.all) func `a cut upload waits with its size for its owner alone, then becomes whole`(
        _ client: Client
    ) throws {
        try trying(client, .cut) { door in
            let file = try door.file(Self.large)
            let job = door.job.sending(file, as: Self.name)
            let line = try CuttingProxy(to: door.job.port, after: Self.lineLength)
            let cut = try client.run(.put, job.through(line.port))
            #expect(cut.status != 0, "the client takes a cut upload for a whole one: \(cut.output)")
            #expect(try line.hasCut())
            #expect(door.gateway.waitForReceiver("upload.interrupted"))
            #expect(door.gateway.inbox().isEmpty)
            let left = try #require(door.gateway.uploads().first)
            #expect(left.hasPrefix(Self.name))
            let size = door.gateway.uploadSize(left)
            #expect(0 < size && size < Self.large)
            #expect(try door.gateway.sftp(["ls -l /inbox"]).output.contains(" \(size) "))
            let others = try door.gateway.sftp(["ls -l /inbox"], account: Gateway.oscour)
            #expect(others.status == 0 && !others.output.contains("SIDEP"))

            let canResume = client.recipes[.resume] != nil
            let again = try client.run(canResume ? .resume : .put, job)
            #expect(again.status == 0, "\(again.output) \(again.errors)")
            try door.expectHandedOver(Self.name, file, by: client)
            if canResume { #expect(door.gateway.output.contains("resumes"), "it began anew") }
            return canResume ? "resumed" : "sent again"
        }
    }

    @Test(arguments: Client.all) func `a file under a temporary name is a drop once it is renamed`(_ client: Client)
        throws
    {
        guard client.recipes[.rename] != nil else { return ClientTable.shared.note(client, .renamed, "—") }
        try trying(client, .renamed) { door in
            let file = try door.file(Self.small)
            let job = door.job.sending(file, as: Self.name + ".part").renaming(to: Self.name)
            #expect(try door.gateway.sftp(["put \(file) \(job.remote)"]).status == 0)
            #expect(door.gateway.inbox().isEmpty)
            let result = try client.run(.rename, job)
            #expect(result.status == 0, "\(result.output) \(result.errors)")
            try door.expectHandedOver(Self.name, file, by: client)
            return "renamed"
        }
    }

    @Test(arguments: Client.all) func `times and modes are taken without a word`(_ client: Client) throws {
        guard client.recipes[.preserve] != nil else { return ClientTable.shared.note(client, .preserved, "—") }
        try trying(client, .preserved) { door in
            let file = try door.file(Self.small)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000), .posixPermissions: 0o751],
                ofItemAtPath: file)
            let result = try client.run(.preserve, door.job.sending(file, as: Self.name))
            #expect(result.status == 0, "\(result.output) \(result.errors)")
            #expect(result.errors.isEmpty || !result.errors.lowercased().contains("denied"), "\(result.errors)")
            try door.expectHandedOver(Self.name, file, by: client)
            return "accepted"
        }
    }

    @Test(arguments: Client.all) func `an empty file is a drop, refused with a receipt`(_ client: Client) throws {
        try trying(client, .empty) { door in
            let file = try door.file(0)
            let result = try client.run(.put, door.job.sending(file, as: Self.name))
            #expect(result.status == 0, "\(result.output) \(result.errors)")
            try door.expectHandedOver(Self.name, file, by: client)
            #expect(try door.gateway.ecluse(["ingest", "--once"]).status == 0)
            #expect(try door.gateway.outcome(of: Self.name).state == "rejected")
            try door.gateway.expectNothingPublished()
            return "refused, receipt"
        }
    }

    /// Opens a gateway for `client` and notes in the table how `body` went; a client that is not here skips its case.
    private func trying(_ client: Client, _ column: ClientTable.Column, _ body: (ClientDoor) throws -> String) throws {
        if let absence = client.absence {
            ClientTable.shared.note(client, column, "not tried: \(absence)")
            try Test.cancel("\(client.name): \(absence)")
        }
        do {
            ClientTable.shared.note(client, column, "failed")
            let result = try body(ClientDoor())
            ClientTable.shared.note(client, column, result)
        } catch {
            ClientTable.shared.note(client, column, "failed")
            throw error
        }
    }
}
