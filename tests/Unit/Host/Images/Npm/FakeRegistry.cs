using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Lobsterd.Tests.Unit.Host.Images.Npm;

/// <summary>A registry in this process: tarballs by the path that they are asked for.</summary>
internal sealed class FakeRegistry : HttpMessageHandler
{
    private readonly Dictionary<string, byte[]> tarballs = [];

    /// <summary>How often each path was asked for.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What the next requests are answered with in place of a tarball.</summary>
    public Queue<HttpStatusCode> Failures { get; } = [];

    /// <summary>Whether there is a network to it.</summary>
    public bool IsReachable { get; set; } = true;

    /// <summary>Adds a package.</summary>
    /// <returns>Its integrity, as lock files have it.</returns>
    public string Add(string path, params (string Name, string Content, UnixFileMode Mode)[] files) => Add(path, Tarball(files.Select(Entry)));

    /// <summary>Adds any bytes as a package.</summary>
    public string Add(string path, byte[] tarball)
    {
        tarballs[path] = tarball;
        return "sha512-" + Convert.ToBase64String(SHA512.HashData(tarball));
    }

    /// <summary>A tarball of some entries.</summary>
    public static byte[] Tarball(IEnumerable<TarEntry> entries)
    {
        using var bytes = new MemoryStream();
        using (var packed = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new TarWriter(packed, TarEntryFormat.Pax))
            foreach (var entry in entries) writer.WriteEntry(entry);
        return bytes.ToArray();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            if (!IsReachable) throw new HttpRequestException("no route to it");
            var path = request.RequestUri!.AbsolutePath;
            Asked.Add(path);
            if (Failures.TryDequeue(out var failure)) return Task.FromResult(new HttpResponseMessage(failure));
            return Task.FromResult(tarballs.TryGetValue(path, out var bytes)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) }
                : new HttpResponseMessage(HttpStatusCode.NotFound));
        }
    }

    private static TarEntry Entry((string Name, string Content, UnixFileMode Mode) file) =>
        new PaxTarEntry(TarEntryType.RegularFile, file.Name) { Mode = file.Mode, Uid = 501, Gid = 20, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Content)) };
}
