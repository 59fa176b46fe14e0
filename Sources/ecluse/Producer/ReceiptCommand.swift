internal import Commands
internal import Envelope
internal import Platform
internal import Producer
internal import Receipts
internal import Support

extension CommandTable {
    static let receipt = Command(
        "receipt", "receipts that a producer has fetched",
        subcommands: [
            Command(
                "verify", "check that receipts carry the gateway's signature and follow one another",
                discussion: """
                    Each FILE is a receipt, with its signature in FILE.sig beside it. Receipts of one account whose numbers
                    follow each other must also be links of its chain: none was changed or left out between them.
                    """,
                options: [
                    ProducerDesk.conventionOption,
                    .value("key", "FILE", "the gateway's receipt key: an allowed_signers file, or a public key"),
                ],
                arguments: [.init("FILE", .atLeastOne, "receipt (JSON)")],
                examples: [
                    .init("ecluse receipt verify receipts/*.json --convention convention", "all receipts of an account")
                ],
                run: verifyFiles)
        ])

    private static func verifyFiles(_ invocation: Invocation) throws -> ExitStatus {
        let keys = try receiptKeys(invocation)
        var isSound = true
        var receipts: [(receipt: SignedReceipt, path: String)] = []
        var list: [JSONValue] = []
        for path in invocation.arguments {
            do {
                let receipt = try SignedReceipt(
                    name: path, json: try bytes(path, ReceiptChain.maximumBytes),
                    signature: try bytes(path + SSHSignature.suffix, SSHSignature.maximumFileBytes), keys: keys)
                receipts.append((receipt, path))
                list.append(.object([("file", .text(path)), ("outcome", .text("verified"))]))
            } catch let fault as ProducerFault {
                isSound = false
                list.append(.object([("file", .text(path)), ("outcome", .text(fault.code))]))
                if !invocation.wantsJSON {
                    invocation.output.line("\(path): \(ProducerMessages.table.text(fault, .english)) [\(fault.code)]")
                }
            }
        }
        if !invocation.wantsJSON {
            for (receipt, path) in receipts {
                let state = receipt.state.map { ", " + $0.rawValue } ?? ""
                invocation.output.line(
                    "\(path): verified, \(receipt.account) no. \(receipt.number), \(receipt.kind.rawValue)\(state)")
            }
        }
        for fault in SignedReceipt.brokenLinks(receipts.map(\.receipt)) {
            isSound = false
            list.append(.object([("outcome", .text(fault.code)), ("number", .optional(fault.arguments["number"]))]))
            if !invocation.wantsJSON {
                invocation.output.line("\(ReceiptMessages.table.text(fault, .english)) [\(fault.code)]")
            }
        }
        if invocation.wantsJSON {
            invocation.output.line(JSONWriter.string(.object([("receipts", .list(list))]), .pretty))
        }
        return isSound ? .success : .problem
    }

    private static func receiptKeys(_ invocation: Invocation) throws -> [SSHPublicKey] {
        guard let path = invocation.value("key") else { return try ProducerDesk(invocation).copy.receiptKeys() }
        let text = String(decoding: try bytes(path, KnownHosts.maximumBytes), as: UTF8.self)
        let keys = text.split(whereSeparator: \.isNewline).compactMap { line in
            ConventionCopy.signer(String(line)) ?? (try? SSHPublicKey(line: String(line)))
        }
        guard !keys.isEmpty else { throw ProducerFault.notACopy(file: path) }
        return keys
    }

    private static func bytes(_ path: String, _ limit: Int) throws -> [UInt8] {
        try FileDescriptor.open(path, .read).readAll(limit: limit)
    }
}
