import Foundation
import Reception
import TestSupport
import Testing

/// From inside: what somebody who has taken over a session's process gets from the kernel.
@Suite(.enabled(if: Confinement.isAvailable, "this kernel has no Landlock of version 2 or no seccomp"))
struct ConfinementTests {
    /// Signal of a deadly system call, as a shell says it.
    private static let violated: Int32 = 128 + 31

    private func probe(_ gateway: Gateway) throws {
        for account in [Gateway.sidep, Gateway.oscour] {
            let folder = "home/spool/\(account)/upload/inbox"
            try FileManager.default.createDirectory(
                atPath: gateway.folder.file(folder), withIntermediateDirectories: true)
            try gateway.folder.write(folder + "/probe", Array("x".utf8))
        }
    }

    @Test(arguments: ConfinementAttempt.allCases)
    func `the kernel stops a process of a session`(_ attempt: ConfinementAttempt) throws {
        let gateway = try Gateway()
        try probe(gateway)
        for role in [[], ["--account", Gateway.sidep, "--other", Gateway.oscour]] {
            let result = try gateway.ecluse(["confinement-attempt", attempt.rawValue] + role)
            #expect(
                result.status == (attempt.isDeadly ? Self.violated : 0), "\(role): \(result.output)\(result.errors)")
            #expect(!result.output.contains(ConfinementAttempt.Outcome.done.rawValue))
        }
        #expect(gateway.uploads(Gateway.oscour) == ["probe"])
    }

    @Test func `every attempt would succeed, or be refused otherwise, without the confinement`() throws {
        let gateway = try Gateway()
        try probe(gateway)
        let spool = gateway.home + "/spool"
        for attempt in [ConfinementAttempt.openPassword, .openHostKey, .openOtherAccount, .listSpool, .signalListener] {
            let outcome = attempt.outcome(
                spool: spool, hostKey: gateway.home + "/keys/host/ssh_host_ed25519_key", account: Gateway.sidep,
                other: Gateway.oscour)
            #expect(outcome == .done, "\(attempt)")
        }
    }

    @Test func `a receiver on a kernel that cannot confine refuses to start unless it is told otherwise`() throws {
        guard Tool.find("strace") != nil else { return }
        let gateway = try Gateway()
        let binary = try #require(EcluseBinary.path)
        let old = ["-f", "-o", "/dev/null", "-e", "inject=landlock_create_ruleset:error=ENOSYS", binary]
        let refused = try Tool.run("strace", old + ["receive", "--home", gateway.home])
        #expect(refused.status != 0)
        #expect(refused.errors.contains("confinement.allowWithout"), "\(refused.errors)")
        #expect(!refused.output.contains("listening"))

        try gateway.configure("allowWithout", "true")
        try gateway.start(["receive"], wrapper: ["strace"] + old.dropLast())
        #expect(try gateway.sftp(["put producer_key /inbox/x.part"]).status == 0)
    }
}
