internal import Foundation

/// The working copy that the tests run in.
package enum Checkout {
    /// Its top directory.
    package static let root: String = {
        var path = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { path.deleteLastPathComponent() }
        return path.path
    }()

    /// The directory of shared facts and public vectors beside the working copy; nil in a bare clone.
    package static let shared: String? = {
        let path = URL(fileURLWithPath: root).deletingLastPathComponent()
        let candidates = [
            path.appendingPathComponent("shared"), path.deletingLastPathComponent().appendingPathComponent("shared"),
        ]
        return candidates.map(\.path).first { FileManager.default.fileExists(atPath: $0) }
    }()

    /// The bytes of a file of the working copy, by its path below ``root``.
    package static func read(_ path: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: root + "/" + path)))
    }

    /// The UTF-8 text of a file of the working copy, by its path below ``root``.
    package static func text(_ path: String) throws -> String { String(decoding: try read(path), as: UTF8.self) }

    /// The paths below ``root`` of the files below `folder`, and below the folders in it, that end in `suffix`, sorted.
    package static func files(below folder: String, suffix: String) -> [String] {
        let walker = FileManager.default.enumerator(atPath: root + "/" + folder)
        var paths: [String] = []
        while let path = walker?.nextObject() as? String {
            let isFile = walker?.fileAttributes?[.type] as? FileAttributeType == .typeRegular
            if isFile, path.hasSuffix(suffix) { paths.append(folder + "/" + path) }
        }
        return paths.sorted()
    }
}
