import Foundation
import TestSupport
import Testing

/// The units of `deploy/`, read by systemd itself where the machine has it.
@Suite struct DeploymentTests {
    private static let units = Checkout.files(below: "deploy/systemd", suffix: ".service")

    @Test(arguments: units)
    func `a unit exposes next to nothing by systemd's own measure`(path: String) throws {
        guard Tool.find("systemd-analyze") != nil else { return }
        // Exposure from 0 (sealed) to 10, in tenths as a whole number.
        let worst = path.contains("receiver") ? 15 : 5
        let arguments = [
            "security", "--offline=true", "--no-pager", "--threshold=\(worst)", Checkout.root + "/" + path,
        ]
        let result = try Tool.run("systemd-analyze", arguments)
        #expect(result.status == 0, "\(result.output.suffix(200))")
        #expect(!result.errors.contains("ignoring"), "\(result.errors)")
    }

    /// The units in a place of their own, with a program that exists: what systemd would say to an administrator.
    @Test(.enabled(if: Tool.find("systemd-analyze") != nil, "no systemd-analyze here"))
    func `systemd reads every unit without a complaint`() throws {
        let folder = try TemporaryDirectory()
        let units = [".service", ".timer"].flatMap { Checkout.files(below: "deploy", suffix: $0) }
        let paths = try units.map { path in
            let text = try Checkout.text(path).replacingOccurrences(of: "/usr/bin/ecluse ", with: "/bin/true ")
                .replacingOccurrences(of: "/usr/sbin/sshd ", with: "/bin/true ")
                .replacingOccurrences(of: "Documentation=file:/usr/share/doc/ecluse/README.md", with: "")
            return try folder.write(String(path.split(separator: "/").last ?? ""), text)
        }
        let result = try Tool.run("systemd-analyze", ["verify", "--man=no", "--generators=no"] + paths)
        let complaints = (result.output + result.errors).split(separator: "\n").filter { $0.contains("ecluse-") }
        #expect(complaints == [])
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test(.enabled(if: Tool.find("visudo") != nil, "no visudo here"))
    func `sudo reads the rule for operators`() throws {
        let result = try Tool.run("visudo", ["-c", "-f", Checkout.root + "/deploy/sudoers"])
        #expect(result.status == 0, "\(result.output) \(result.errors)")
    }

    @Test func `the ingester and the monitor have no network`() throws {
        for role in ["ingester", "monitor"] {
            let unit = try Checkout.text("deploy/systemd/ecluse-\(role).service")
            for line in ["PrivateNetwork=yes", "RestrictAddressFamilies=none", "IPAddressDeny=any", "LimitCORE=0"] {
                #expect(unit.contains("\n\(line)\n"), "\(role): \(line)")
            }
        }
    }

    @Test func `the receiver cannot reach a key that opens or signs`() throws {
        let unit = try Checkout.text("deploy/systemd/ecluse-receiver.service")
        for key in ["envelope", "receipt", "pseudonym"] { #expect(unit.contains("-/var/lib/ecluse/keys/\(key)")) }
        #expect(unit.contains("-/var/lib/ecluse/catalogue") && unit.contains("-/var/lib/ecluse/ledger"))
    }

    @Test func `each role has a user of its own`() throws {
        let users = try Checkout.text("deploy/sysusers.conf")
        for path in DeploymentTests.units {
            let unit = try Checkout.text(path)
            let user = try #require(unit.firstMatch(of: /\nUser=(ecluse-\w+)\n/)).1
            #expect(path.contains(user) && users.contains("u \(user) "))
        }
    }
}
