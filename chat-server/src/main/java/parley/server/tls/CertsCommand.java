package parley.server.tls;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;
import parley.server.config.OwnFiles;
import parley.server.config.Settings;
import parley.server.config.SettingsOptions;
import parley.server.config.UserError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chat-server certs}: the authority and the server's certificate. */
@Command(
    name = "certs",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Make, show and renew the server's certificates.",
    subcommands = {
      CertsCommand.Init.class,
      CertsCommand.Issue.class,
      CertsCommand.Show.class,
      CertsCommand.Renew.class,
      CertsCommand.NewAuthority.class
    })
public final class CertsCommand {
  private CertsCommand() {}

  abstract static class Task implements Callable<Integer> {
    @Mixin private SettingsOptions options;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public final Integer call() throws UserError {
      Settings settings = options.forCertificates();
      Listing listing = new Listing();
      run(settings, new CertificateFolder(settings), listing);
      PrintWriter out = spec.commandLine().getOut();
      out.print(json ? listing.json() : listing.text());
      out.flush();
      return 0;
    }

    abstract void run(Settings settings, CertificateFolder folder, Listing listing)
        throws UserError;
  }

  /** {@code certs init}. */
  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description = {
        "Make an authority and a server certificate in certs.dir.",
        "The first start does it by itself; nothing is ever overwritten."
      })
  static final class Init extends Task {
    @Override
    void run(Settings settings, CertificateFolder folder, Listing listing) throws UserError {
      for (Path file : folder.files()) {
        if (CertificateFile.exists(file)) {
          throw new UserError(
              "%s exists; init overwrites nothing. \"chat-server certs renew\" makes a new server"
                      .formatted(file)
                  + " certificate.");
        }
      }
      Identity server = folder.open();
      listing.add("authority", folder.authorityFile(), server.chain().getLast());
      listing.add("server", folder.certificateFile(), server.certificate());
    }
  }

  /** {@code certs issue}. */
  @Command(
      name = "issue",
      mixinStandardHelpOptions = true,
      description = {
        "Make another server certificate by the authority in certs.dir, or one by which somebody",
        "signs in (--client), by an authority of its own there. A running server takes the first"
            + " of",
        "those up with the admin command \"reload\"."
      })
  static final class Issue extends Task {
    @Parameters(
        paramLabel = "NAME",
        arity = "0..*",
        description = "Host names and IP addresses it is for.")
    private List<String> names = List.of();

    @Option(
        names = "--client",
        paramLabel = "ACCOUNT",
        description = "The account whose certificate it is, as its name is written.")
    private String client;

    @Option(
        names = {"-o", "--out"},
        paramLabel = "FILE",
        description =
            "Write FILE.crt and FILE.key. Default: the first NAME, in the current folder.")
    private Path out;

    @Override
    void run(Settings settings, CertificateFolder folder, Listing listing) throws UserError {
      if ((client == null) == names.isEmpty()) {
        throw new UserError("Name what it is for: host names and addresses, or --client ACCOUNT.");
      }
      if (client != null) {
        issueTo(account(), settings, folder, listing);
        return;
      }
      List<String> checked = settings.with("tls.names", String.join(",", names)).tls().names();
      Path base =
          out != null ? out : Path.of(checked.getFirst().replace('*', '_').replace(':', '_'));
      Path certificate = base.resolveSibling(base.getFileName() + ".crt");
      Path key = base.resolveSibling(base.getFileName() + ".key");
      requireFree(settings, List.of(certificate, key));
      folder.requireAuthority();
      Authority authority = folder.authority();
      X509Certificate by = authority.identity().certificate();
      List<String> beyond = NameLimits.beyond(by, checked);
      if (!beyond.isEmpty()) {
        throw new UserError(
            "The authority in %s may not vouch for %s: it was made for %s alone. Put the names into tls.names; \"chat-server certs new-authority\" then makes one for them too."
                .formatted(
                    folder.authorityFile(),
                    String.join(", ", beyond),
                    String.join(", ", NameLimits.told(by))));
      }
      Identity issued = authority.issue(Authority.newKey(), checked);
      CertificateFile.writeKey(key, issued);
      CertificateFile.writeCertificate(certificate, issued);
      listing.add("issued", certificate, issued.certificate());
    }

    private static void requireFree(Settings settings, List<Path> files) throws UserError {
      OwnFiles own = OwnFiles.of(settings);
      for (Path file : files) {
        own.refuse(file);
        if (CertificateFile.exists(file)) {
          throw new UserError("%s exists; name another file with --out.".formatted(file));
        }
      }
    }

    private String account() throws UserError {
      try {
        return Names.check(client);
      } catch (InvalidRequest e) {
        throw new UserError(e.getMessage(), e);
      }
    }

    private void issueTo(
        String account, Settings settings, CertificateFolder folder, Listing listing)
        throws UserError {
      Path base = out != null ? out : Path.of(account);
      Path certificate = base.resolveSibling(base.getFileName() + ".crt");
      Path key = base.resolveSibling(base.getFileName() + ".key");
      requireFree(settings, List.of(certificate, key));
      Identity issued = folder.clients().issueTo(Authority.newKey(), account);
      CertificateFile.writeKey(key, issued);
      CertificateFile.writeCertificate(certificate, issued);
      listing.add("issued", certificate, issued.certificate());
    }
  }

  /** {@code certs show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show the certificates in use, or those of a PEM file.")
  static final class Show extends Task {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A PEM file of certificates.")
    private Path file;

    @Override
    void run(Settings settings, CertificateFolder folder, Listing listing) throws UserError {
      if (file != null) {
        for (X509Certificate certificate : PemReader.certificates(file)) {
          listing.add("certificate", file, certificate);
        }
        return;
      }
      Path server = settings.tls().certificate().orElse(folder.certificateFile());
      if (server.equals(folder.certificateFile()) && !CertificateFile.exists(server)) {
        throw new UserError(
            "There is no certificate in %s yet; \"chat-server certs init\" makes one."
                .formatted(server.getParent()));
      }
      Optional<X509Certificate> authority = folder.authorityCertificate();
      if (authority.isPresent()) {
        listing.add("authority", folder.authorityFile(), authority.get());
      }
      listing.add("server", server, PemReader.certificates(server).getFirst());
    }
  }

  /** {@code certs renew}. */
  @Command(
      name = "renew",
      mixinStandardHelpOptions = true,
      description = {
        "Make a new server certificate and key by the same authority.",
        "A running server takes it up with the admin command \"reload\"."
      })
  static final class Renew extends Task {
    @Override
    void run(Settings settings, CertificateFolder folder, Listing listing) throws UserError {
      listing.add("server", folder.certificateFile(), folder.renew().certificate());
    }
  }

  /** {@code certs new-authority}. */
  @Command(
      name = "new-authority",
      mixinStandardHelpOptions = true,
      description = {
        "Make another authority, for the names that the server has now, and a certificate by it.",
        "An authority vouches for the names that were set when it was made, and for no others."
            + " The old files are put into a folder old-1 beside the new ones. Whoever trusts the"
            + " old ca.crt, or its fingerprint, needs the new one. A running server takes it up"
            + " with the admin command \"reload\"."
      })
  static final class NewAuthority extends Task {
    @Override
    void run(Settings settings, CertificateFolder folder, Listing listing) throws UserError {
      Identity server = folder.replaceAuthority();
      listing.add("authority", folder.authorityFile(), server.chain().getLast());
      listing.add("server", folder.certificateFile(), server.certificate());
    }
  }
}
