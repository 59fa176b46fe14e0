internal import Envelope
internal import Glibc
internal import Platform

/// `ssh-keygen -Y sign`: it knows passphrases, agents and tokens, and its key never comes into this process.
package struct SignatureTool: Sendable {
    /// Variables of the environment that it needs: for the agent and for asking a person.
    private static let variables = [
        "PATH", "HOME", "SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "DISPLAY", "TERM",
    ]

    private let program: String
    private let key: String
    private let environment: [String: String]

    /// The tool with the private key at `key`, or a public key whose private half an agent has; `variable` reads the environment.
    ///
    /// - Throws: ``ProducerFault/notSigned`` where `ssh-keygen` is not installed.
    package init(key: String, variable: (String) -> String?) throws(ProducerFault) {
        let folders = (variable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        guard let folder = folders.first(where: { unsafe access($0 + "/ssh-keygen", X_OK) == 0 }) else {
            throw .notSigned
        }
        program = folder + "/ssh-keygen"
        self.key = key
        var environment: [String: String] = [:]
        for name in SignatureTool.variables { environment[name] = variable(name) }
        self.environment = environment
    }

    /// The signature, armored, of the file at `path`, as it stands beside drops.
    package func sign(_ path: String) throws -> [UInt8] {
        let file = try FileDescriptor.open(path, .read)
        let silence = try FileDescriptor.open("/dev/null", .write)
        let ends = try Pipe.open()
        let reader = FileDescriptor(owning: ends.reader)
        let ending = try ChildProcess.Ending.of {
            let writer = FileDescriptor(owning: ends.writer)
            return try ChildProcess.spawn(
                program, ["-Y", "sign", "-n", SSHSignature.dropNamespace, "-f", key], environment: environment,
                descriptors: [(file.raw, 0), (writer.raw, 1), (silence.raw, 2)])
        }
        guard ending == .exited(0) else { throw ProducerFault.notSigned }
        // A signature is shorter than what a pipe holds: it was written before the program ended.
        let signature = try reader.readAll(limit: SSHSignature.maximumFileBytes)
        guard (try? SSHSignature.Detached(signature)) != nil else { throw ProducerFault.notSigned }
        return signature
    }
}

extension ChildProcess.Ending {
    /// How the child that `start` gives ends; what `start` opened is closed before.
    fileprivate static func of(_ start: () throws -> ChildProcess) throws -> ChildProcess.Ending {
        try start().wait()
    }
}
