internal import Convention
internal import Crypto
package import Envelope
internal import Glibc
internal import Platform
internal import Receipts
internal import SFTP
internal import SSH
internal import Support

/// What happens on the way of a drop, for whoever watches.
package enum SendingEvent: Sendable {
    /// Bytes of an earlier attempt that the gateway had.
    case resumed(UInt64)
    /// Bytes that the gateway has.
    case progress(UInt64)
    /// The connection broke; the next of so many attempts follows.
    case broken(attempt: Int, of: Int)
    /// The gateway has taken the drop, now or in an earlier run.
    case sent(before: Bool)
    /// A receipt was verified.
    case receipt(SignedReceipt)
}

/// Sends a drop and waits for its receipts, over as many connections as it takes.
///
/// Each step looks at what is there first, so that it does nothing twice: not within a run after a broken connection, and not in the
/// next run of the same command. The upload goes on where the temporary file ends; a drop that has its final name is not
/// sent again; receipts are found by the digest of the sealed bytes.
package final class DropSender {
    /// Seconds before the second attempt; they double with each further one.
    private static let firstPause: UInt32 = 1
    /// Milliseconds between two looks at the receipts: at first, and at most.
    private static let firstLook: UInt32 = 100
    private static let longestLook: UInt32 = 3000
    /// Newest receipts that are looked at for what an earlier run has sent.
    private static let olderReceipts = 200

    private let address: GatewayAddress
    private let keys: [SSHPublicKey]
    private let attempts: Int
    private let say: (SendingEvent) -> Void
    private var session: GatewaySession?
    /// Names of receipts that are not about the drop.
    private var seen: Set<String> = []

    /// A sender to `address`, whose receipts `keys` sign; it connects at most `attempts` times a drop.
    package init(
        _ address: GatewayAddress, receiptKeys keys: [SSHPublicKey], attempts: Int,
        say: @escaping (SendingEvent) -> Void
    ) {
        self.address = address
        self.keys = keys
        self.attempts = attempts
        self.say = say
    }

    deinit { session?.close() }

    /// Sends `drop` and gives its outcome (or the notice that it was quarantined) with the receipts before it, verified.
    ///
    /// - Throws: ``ProducerFault``, ``SFTPClientFault`` where the gateway refuses, ``SSHFault`` after the last attempt.
    package func send(_ drop: OutgoingDrop, minutes: Int) throws -> [SignedReceipt] {
        let isSent = try trying { session in try self.upload(drop, session.sftp) }
        say(.sent(before: !isSent))
        return try awaitReceipts(of: drop, minutes: minutes)
    }

    /// Removes receipts that were kept, which acknowledges them.
    package func acknowledge(_ receipts: [SignedReceipt]) throws {
        try trying { session in
            for name in receipts.flatMap(\.names) where try session.sftp.attributes("/receipts/" + name) != nil {
                try session.sftp.remove("/receipts/" + name)
            }
        }
    }

    // MARK: uploading

    /// Whether the drop was on its way when an attempt broke off at the very end.
    private var mayHaveArrived = false

    /// Uploads what is missing and hands the drop over; false where an earlier run had done so.
    private func upload(_ drop: OutgoingDrop, _ sftp: SFTPClient) throws -> Bool {
        let names = try sftp.list(drop.folder).map(\.name)
        if try isThere(drop, sftp, names) { return mayHaveArrived }
        try signature(drop, sftp, names)
        for name in names where drop.isLeftover(name) { try sftp.remove(drop.folder + "/" + name) }
        try receiptsBefore(drop, sftp)
        if known != nil { return mayHaveArrived }
        let temporary = drop.folder + "/" + drop.temporaryName
        if names.contains(drop.temporaryName), try sftp.attributes(temporary)?.size ?? 0 > drop.file.size {
            try sftp.remove(temporary)
        }
        let content = try FileDescriptor.open(drop.file.path, .read)
        var isFirst = true
        try unsafe sftp.upload(to: temporary, size: drop.file.size) { done in
            if isFirst, done > 0 { say(.resumed(done)) }
            isFirst = false
            say(.progress(done))
        } content: { offset, buffer in
            try unsafe content.read(into: buffer, at: offset)
        }
        mayHaveArrived = true
        try sftp.rename(temporary, to: drop.path)
        return true
    }

    /// Whether the drop waits in the account under its final name.
    private func isThere(_ drop: OutgoingDrop, _ sftp: SFTPClient, _ names: [String]) throws -> Bool {
        guard names.contains(drop.name) else { return false }
        guard try sftp.attributes(drop.path)?.size == drop.file.size else { throw ProducerFault.nameTaken }
        return true
    }

    /// Puts the signature there first, so that it is never too late.
    private func signature(_ drop: OutgoingDrop, _ sftp: SFTPClient, _ names: [String]) throws {
        let name = drop.name + SSHSignature.suffix
        guard let signature = drop.signature, !names.contains(name) else { return }
        let temporary = drop.folder + "/" + name + ".part"
        if names.contains(name + ".part") { try sftp.remove(temporary) }
        try unsafe sftp.upload(to: temporary, size: UInt64(signature.count)) { _ in
        } content: { offset, buffer in
            let rest = signature[Int(offset)...].prefix(buffer.count)
            unsafe buffer.copyBytes(from: rest)
            return rest.count
        }
        try sftp.rename(temporary, to: drop.folder + "/" + name)
    }

    /// The outcome of an earlier run, where it is there already.
    private var known: SignedReceipt?
    private var found: [SignedReceipt] = []

    /// Looks at the receipts that are there before the drop is handed over.
    private func receiptsBefore(_ drop: OutgoingDrop, _ sftp: SFTPClient) throws {
        let older = try receiptNames(sftp)
        seen.formUnion(older.dropLast(DropSender.olderReceipts))
        try look(drop, sftp)
    }

    // MARK: receipts

    private func awaitReceipts(of drop: OutgoingDrop, minutes: Int) throws -> [SignedReceipt] {
        let deadline = Monotonic.now().advanced(seconds: minutes * 60)
        var pause = DropSender.firstLook
        while true {
            try trying { session in try self.look(drop, session.sftp) }
            if known != nil { return found }
            guard Monotonic.now() < deadline else { throw ProducerFault.noReceipt(minutes: minutes) }
            usleep(pause * 1000)
            pause = min(pause * 3 / 2, DropSender.longestLook)
        }
    }

    private func receiptNames(_ sftp: SFTPClient) throws -> [String] {
        try sftp.list("/receipts").map(\.name).filter { $0.hasSuffix(".json") }.sorted()
    }

    /// Reads the receipts that were not looked at yet, and keeps those that are about the drop.
    private func look(_ drop: OutgoingDrop, _ sftp: SFTPClient) throws {
        for name in try receiptNames(sftp) where !seen.contains(name) && known == nil {
            let receipt = try SignedReceipt.fetch(name, sftp, keys: keys)
            seen.insert(name)
            guard receipt.sha256 == drop.file.sha256.description else { continue }
            found.append(receipt)
            say(.receipt(receipt))
            // A notice ends the wait too: the drop waits for others of its delivery, which this one cannot bring.
            if receipt.kind != .arrival { known = receipt }
        }
    }

    // MARK: connections

    /// Does `body` over a session; where the connection breaks, again over a new one.
    private func trying<Result>(_ body: (GatewaySession) throws -> Result) throws -> Result {
        for attempt in 1... {
            do {
                let session = try self.session ?? GatewaySession(address)
                self.session = session
                return try body(session)
            } catch {
                session?.close()
                session = nil
                guard attempt < attempts, DropSender.isBroken(error) else { throw error }
                say(.broken(attempt: attempt + 1, of: attempts))
                sleep(DropSender.firstPause << UInt32(min(attempt - 1, 5)))
            }
        }
        throw SSHFault.connectionLost
    }

    /// Whether another attempt may help.
    private static func isBroken(_ error: any Error) -> Bool {
        switch error {
        case let fault as SSHFault: [.connectionLost, .stalled, .keyExchange].contains(fault)
        case is SystemError: true
        default: false
        }
    }
}
