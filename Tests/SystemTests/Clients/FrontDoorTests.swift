import Foundation
import TestSupport
import Testing

/// OpenSSH's sshd in front, as `deploy/openssh` sets it up.
@Suite(.enabled(if: FrontDoor.absence == nil, "no sshd that can be started here"))
struct FrontDoorTests {
    private static let name = "SIDEP_20261120.csv.age"

    @Test func `a drop comes in through a real sshd with a post-quantum key exchange`() throws {
        let door = try FrontDoor()
        let path = try door.gateway.seal(Sidep.day(20), "day.age")
        let sent = try door.sftp(["put day.age /inbox/\(Self.name)", "ls -l /inbox"], more: ["-v"])
        #expect(sent.status == 0, "\(sent.errors) \(door.log)")
        #expect(!sent.errors.contains("logged in"), "the receiver's own words are not the producer's")
        #expect(sent.errors.contains("kex: algorithm: sntrup761x25519-sha512@openssh.com"))
        #expect(door.gateway.inbox().count == 1)
        let journal = try door.gateway.ecluse(["journal", "tail", "-n", "50", "--json"]).output
        #expect(journal.contains("\"source\": \"127.0.0.1\""), "\(journal)")
        #expect(journal.contains("\"account\": \"\(Gateway.sidep)\""))
        #expect(try door.gateway.ecluse(["ingest", "--once"]).status == 0)
        let receipt = try door.gateway.outcome(of: Self.name)
        #expect(receipt.state == "ingested")
        #expect(receipt.sha256 == (try Reference.sha256(ofFile: path)))
        #expect(try door.sftp(["get /receipts/*.json"]).status == 0)
    }

    @Test func `an upload that was cut goes on through it`() throws {
        let door = try FrontDoor()
        let file = try ClientDoor.file(9 << 20, on: door.gateway)
        let line = try CuttingProxy(to: door.port, after: 4 << 20)
        let cut = try door.sftp(["put \(file) /inbox/\(Self.name)"], more: ["-o", "Port=\(line.port)"])
        #expect(cut.status != 0)
        #expect(try line.hasCut())
        #expect(door.gateway.waitForReceiver("upload.interrupted"))
        #expect(door.gateway.inbox().isEmpty)
        #expect(door.gateway.uploadSize(Self.name) > 0)
        let again = try door.sftp(["reput \(file) /inbox/\(Self.name)"])
        #expect(again.status == 0, "\(again.errors)")
        let payload =
            "\(door.gateway.home)/spool/\(Gateway.sidep)/inbox/\(try #require(door.gateway.inbox().first))/payload"
        #expect(try Reference.sha256(ofFile: payload) == Reference.sha256(ofFile: file))
    }

    @Test func `neither shell, command, terminal nor forwarding is to be had`() throws {
        let door = try FrontDoor()
        for request in [["id"], ["-tt", "id"], ["-tt"], ["-s", "netconf"]] {
            let terminal = request.filter { $0.hasPrefix("-") }
            let command = request.filter { !$0.hasPrefix("-") }
            let asked = try Tool.run("ssh", try door.options() + terminal + [door.target] + command, timeout: 30)
            #expect(!asked.output.contains("uid="), "\(request)")
            #expect(!asked.output.contains("$ ") && !asked.output.contains("# "), "\(request)")
        }
        let forward = try Tool.run("ssh", try door.options() + ["-W", "127.0.0.1:\(door.port)", door.target])
        #expect(forward.status != 0)
        #expect(!forward.output.contains("SSH-2.0"))
        #expect(door.gateway.inbox().isEmpty && door.gateway.uploads().isEmpty)
    }

    @Test func `a certificate of the authority lets in whom it names, and nobody else`() throws {
        let door = try FrontDoor(acceptsCertificates: true)
        let path = try door.gateway.desk.write("day.age", "sealed")
        let good = try door.sftp(
            ["put \(path) /inbox/\(Self.name)"], identity: try door.certifiedKey("producer-of-sidep"))
        #expect(good.status == 0, "\(good.errors) \(door.log)")
        #expect(door.gateway.inbox().count == 1)
        for identity in [try door.certifiedKey("somebody-else"), nil] {
            let refused = try door.sftp(["put \(path) /inbox/other.age"], identity: identity)
            #expect(refused.status == 255)
            #expect(refused.errors.contains("Permission denied (publickey)"), "\(refused.errors)")
        }
        #expect(door.gateway.inbox().count == 1)
    }

    @Test func `the configuration says what its README says, in sshd's own reading`() throws {
        let door = try FrontDoor()
        let path = try #require(Tool.find("sshd"))
        let read = try Tool.run(path, ["-T", "-f", door.gateway.folder.file("openssh/sshd_config")])
        #expect(read.status == 0, "\(read.errors)")
        let lines = read.output.split(separator: "\n").map { $0.lowercased() }
        for line in [
            "passwordauthentication no", "kbdinteractiveauthentication no", "disableforwarding yes", "permittty no",
            "permituserrc no", "permitopen any", "maxsessions 1", "maxauthtries 3", "logingracetime 20",
            "compression no",
            "requiredrsasize 3072", "usepam no", "authenticationmethods publickey",
        ] { #expect(lines.contains(line), "\(line)") }
        #expect(lines.contains { $0.hasPrefix("kexalgorithms sntrup761x25519-sha512@openssh.com,") })
        let chosen = lines.filter { $0.contains("algorithms ") || $0.hasPrefix("macs ") || $0.hasPrefix("ciphers ") }
        for line in chosen where !line.hasPrefix("hostbased") && !line.hasPrefix("gssapi") {
            #expect(!line.contains(/ssh-rsa|sha1|cbc|ecdsa/), "\(line)")
        }
    }
}
