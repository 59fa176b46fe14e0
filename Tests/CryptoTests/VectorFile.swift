import Foundation
import Support
import Testing

/// Vectors of a file in `Vectors`: blocks of `name: hexadecimal` lines with a blank line between.
enum VectorFile {
    static func read(_ name: String) throws -> [[String: [UInt8]]] {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Vectors/\(name).txt")
        var vectors: [[String: [UInt8]]] = [[:]]
        for line in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n") {
            if line.hasPrefix("#") { continue }
            guard let colon = line.firstIndex(of: ":") else {
                vectors.append([:])
                continue
            }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            let bytes: [UInt8] = try #require(Hex.decode(value))
            vectors[vectors.count - 1][String(line[..<colon])] = bytes
        }
        return vectors.filter { !$0.isEmpty }
    }
}

extension SecretBytes {
    /// A copy of what a test may see.
    var revealed: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
    convenience init(_ bytes: [UInt8]) { self.init(copying: bytes.span) }
}

extension Dictionary where Key == String, Value == [UInt8] {
    func need(_ name: String) throws -> [UInt8] { try #require(self[name]) }
}
