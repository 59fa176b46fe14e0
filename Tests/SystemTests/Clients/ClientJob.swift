import Foundation
import TestSupport
import Testing

/// What one call of a client needs to know.
struct ClientJob {
    /// The port to call: the gateway's, or a proxy's before it.
    var port: Int
    /// The file that is sent.
    var local = ""
    /// Its path on the gateway.
    var remote = ""
    /// The path that it is renamed to.
    var newRemote = ""
    /// The producer's own folder, also the client's home.
    let desk: String
    let account = Gateway.sidep

    /// The producer's key in OpenSSH's format; its public half lies beside it.
    var key: String { desk + "/producer_key" }

    init(_ gateway: Gateway) throws {
        port = gateway.port
        desk = gateway.desk.path
        let publicKey = try Checkout.read("keys-example/producer/producer_ed25519_key.pub")
        try gateway.desk.write("producer_key.pub", publicKey)
    }

    /// The same job with a file to send, under a name in `/inbox`.
    func sending(_ local: String, as name: String) -> ClientJob {
        var job = self
        job.local = local
        job.remote = "/inbox/" + name
        return job
    }

    /// The same job with the file under another name.
    func renaming(to name: String) -> ClientJob {
        var job = self
        job.newRemote = "/inbox/" + name
        return job
    }

    /// The same job by way of another port.
    func through(_ port: Int) -> ClientJob {
        var job = self
        job.port = port
        return job
    }

    /// Options that OpenSSH's programs share; none of the machine's own settings take part.
    var sshOptions: [String] {
        [
            "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o",
            "LogLevel=ERROR", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-i", key,
        ]
    }

    /// The producer's key in PuTTY's format.
    func puttyKey() throws -> String {
        let path = desk + "/producer_key.ppk"
        if !FileManager.default.fileExists(atPath: path) {
            let made = try Tool.run("puttygen", [key, "-o", path, "-O", "private"])
            try #require(made.status == 0, "puttygen: \(made.errors)")
        }
        return path
    }

    /// The fingerprint of the gateway's host key, as a producer is told it.
    static let hostFingerprint: String = {
        let path = Checkout.root + "/keys-example/host/ssh_host_ed25519_key.pub"
        let words = (try? Tool.run("ssh-keygen", ["-lf", path]))?.output.split(separator: " ") ?? []
        return words.dropFirst().first.map(String.init) ?? ""
    }()
}
