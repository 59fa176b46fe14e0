// Public face of the module SFTP.
