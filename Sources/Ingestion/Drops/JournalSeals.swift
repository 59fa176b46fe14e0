internal import Envelope
internal import Journal
internal import Platform
internal import Support

/// The daily seals of the journals: only the ingester holds a key that signs.
package enum JournalSeals {
    /// Namespace of the seals' signatures (PROTOCOL.sshsig).
    package static let namespace = "ecluse-journal"

    /// Whether `signature` is a seal over `message` by the key of `line`, as in `authorized_keys`.
    package static func isValid(_ message: [UInt8], _ signature: [UInt8], keyLine line: String) -> Bool {
        guard let key = try? SSHPublicKey(line: line) else { return false }
        return (try? SSHSignature.verify(signature, message: message, namespace: namespace, allowed: key)) != nil
    }
}

extension Ingester {
    /// Seals the days that are over, of every role whose journal this process may write to.
    func sealJournals() throws {
        let now = clock.now()
        for role in JournalRole.allCases {
            do {
                for day in try JournalSealer.unsealedDays(settings.journal, role: role, before: now.date) {
                    try JournalSealer.seal(settings.journal, role: role, day: day, now: now) { message in
                        try SSHSignature.sign(message: message, namespace: JournalSeals.namespace, key: keys.receipt)
                    }
                    try journal.append(
                        JournalEvent("journal.sealed", [("of", .text(role.rawValue)), ("day", .text(day))]))
                }
            } catch let error as SystemError where error.code == "system.permission" {
                // A role under a user of its own may keep its directory to itself; its chain is unsealed then.
                continue
            }
        }
    }
}
