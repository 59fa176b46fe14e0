import Crypto
import Envelope
import Foundation
import Receipts
import Support

/// A receipt's head with figures that tests do not care about.
func head(
    number: Int = 1, previous: SHA256Digest? = nil, fileName: String = "rpu_2026-11-20.csv.age"
) throws -> ReceiptHead {
    ReceiptHead(
        account: "chu-nord", number: number, previous: previous, dropID: "d-000\(number)", fileName: fileName,
        size: 1_234_567, sha256: try SHA256.hash(Array(fileName.utf8)),
        receivedAt: Timestamp(seconds: 1_795_000_000), issuedAt: Timestamp(seconds: 1_795_000_100),
        convention: ReceiptHead.ConventionReference(id: "oscour", version: 3))
}

extension RenderedReceipt {
    var plain: String { String(decoding: text, as: UTF8.self) }
    func value() throws -> JSONValue { try JSONParser.parse(json) }
}

/// Whether `program` ended well with the contents of file `input` as its standard input.
func succeeds(_ program: String, _ arguments: [String], input: URL) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
}
