internal import Commands
internal import Glibc
internal import Platform
internal import Support

/// Where the demonstration finds its conventions and keys, and where it works.
struct DemoPlace {
    /// Folder with `Conventions/` and `keys-example/`.
    let checkout: String
    /// The temporary folder: everything is below it.
    let root: String
    /// The gateway's home.
    var home: String { root + "/home" }
    /// The producer's desk, where the commands are typed.
    var desk: String { root + "/producer" }
    /// The log of the roles.
    var log: String { root + "/gateway.log" }

    /// Finds the sources and makes a new temporary folder with an empty desk, which becomes the working directory.
    init() throws {
        checkout = try DemoPlace.findCheckout()
        root = try DemoPlace.makeTemporary()
        try Directory(root).make("producer")
        for name in ["convention", "receipts"] { try Directory(desk).make(name) }
        guard unsafe chdir(desk) == 0 else { throw SystemError("chdir") }
    }

    /// Removes everything.
    func remove() {
        _ = unsafe chdir("/")
        do throws(SystemError) { try DemoPlace.empty(Directory(root)) } catch { return }
        _ = unsafe rmdir(root)
    }

    private static func empty(_ directory: borrowing Directory) throws(SystemError) {
        for name in try directory.names() {
            if try directory.status(name)?.kind == .directory {
                try empty(directory.directory(name))
                try directory.removeDirectory(name)
            } else {
                try directory.remove(name)
            }
        }
    }

    /// From the program's own place upward, unless `$ECLUSE_ROOT` says where.
    private static func findCheckout() throws -> String {
        if let named = Output.variable("ECLUSE_ROOT"), !named.isEmpty {
            guard holdsSources(named) else { throw DemoFault.noCheckout }
            return named
        }
        var path = programPath()
        while let slash = path.lastIndex(of: "/") {
            path = String(path[..<slash])
            if holdsSources(path) { return path }
        }
        throw DemoFault.noCheckout
    }

    private static func holdsSources(_ path: String) -> Bool {
        unsafe access(path + "/Conventions/sidep/convention.json", R_OK) == 0
            && access(path + "/Conventions/oscour/convention.json", R_OK) == 0
            && access(path + "/keys-example/README.md", R_OK) == 0
    }

    private static func programPath() -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func makeTemporary() throws -> String {
        let folder = Output.variable("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array((folder + "/ecluse-demo-XXXXXX").utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw SystemError("mkdtemp") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The path of the program `name` in `PATH`.
    static func tool(_ name: String) throws -> String {
        let folders = (Output.variable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        guard let folder = folders.first(where: { unsafe access($0 + "/" + name, X_OK) == 0 }) else {
            throw DemoFault.noTool(name)
        }
        return folder + "/" + name
    }
}
