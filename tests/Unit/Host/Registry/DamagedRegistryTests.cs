using System.Text;
using CsCheck;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Registry;
using Lobsterd.Host.Registry;
using Lobsterd.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Registry;

/// <summary>Every way that a disk, a crash or a hand damages <c>registry.json</c>: the generation before is taken, or the start is refused, and
/// neither file loses a byte.</summary>
public sealed class DamagedRegistryTests : IDisposable
{
    private static readonly byte[] Whole = File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "tests/Unit/Host/Registry/files/schema-2.json"));

    private readonly ITestOutputHelper output;
    private readonly ScratchFolder scratch = new();
    private readonly LobsterdPaths paths;
    private readonly RegistryFile file;

    public DamagedRegistryTests(ITestOutputHelper output)
    {
        this.output = output;
        paths = new LobsterdPaths(scratch.Path);
        _ = Directory.CreateDirectory(paths.Etc);
        file = RegistryFile.Acquire(paths, NullLogger<RegistryFile>.Instance).Value;
    }

    private static IEnumerable<(string What, byte[] Bytes)> Damages =>
    [
        .. ((int[])[0, 1, 2, 15, 100, 512, 1_024, Whole.Length - 2]).Select(length => ($"cut after {length} bytes", Whole[..length])),
        .. ((int[])[0, 1, 512, 1_024]).Select(from => ($"zeroed from byte {from} on", Edited(bytes => bytes.AsSpan(from).Clear()))),
        ("a block of zeroes in it", Edited(bytes => bytes.AsSpan(512, 512).Clear())),
        ("a block of it twice", [.. Whole[..1_024], .. Whole[512..]]),
        ("a block of it gone", [.. Whole[..512], .. Whole[1_024..]]),
        ("written twice", [.. Whole, .. Whole]),
        ("another file's bytes", "ELF\u007f"u8.ToArray()),
        ("of UTF-16", Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Whole))),
        ("no UTF-8 in a name", Edited(bytes => bytes[IndexOf("alice")] = 0xff)),
        .. ((string[])["{\n", "\"schema\": 2", "\"generation\"", "\"nextSlot\"", "[\n", "\"slot\":1", "\"running\"", "\"vcpus\":1", "\"port\":9000"])
            .Select(at => ($"a bit of {at.Trim()} flipped", Edited(bytes => bytes[IndexOf(at)] ^= 0x10))),
        ("a member twice", Replaced("\"schema\": 2", "\"schema\": 2, \"schema\": 1")),
        ("a member unknown", Replaced("\"schema\": 2", "\"schema\": 2, \"colour\": 1")),
        ("a member missing", Replaced("\"agentToken\":\"a2\",", "")),
        ("a slot twice", Replaced("\"slot\":3,\"desired\"", "\"slot\":1,\"desired\"")),
        ("a slot held and free", Replaced("\"slot\":0,\"freedAt\"", "\"slot\":1,\"freedAt\"")),
        ("a name twice", Replaced("\"name\":\"bob\"", "\"name\":\"alice\"")),
        ("a name that is a path", Replaced("\"name\":\"bob\"", "\"name\":\"../etc\"")),
        ("a state that is none", Replaced("\"observed\":\"failed\"", "\"observed\":\"confused\"")),
        ("a schema that never was", Replaced("\"schema\": 2", "\"schema\": 0")),
    ];

    private string Backup => paths.Registry + ".bak";

    public void Dispose()
    {
        file.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public void the_generation_before_is_taken_and_the_damaged_one_kept_as_it_is()
    {
        foreach (var (what, bytes) in Damages)
        {
            Put(bytes, Whole);

            var loaded = file.Load();

            Assert.True(loaded.IsSuccess, what);
            Assert.Equal(["alice", "bob"], loaded.Value.Tenants.Keys.Select(name => name.Value));
            AssertUntouched(bytes, Whole, what);
        }

        output.WriteLine($"{Damages.Count()} damaged registries, each with a good, a damaged, a newer and no generation before it");
    }

    [Fact]
    public void without_a_good_generation_before_the_start_is_refused_and_says_what_to_do()
    {
        byte[][] backups = [Whole[..40], Replaced("\"schema\": 2", "\"schema\": 6"), []];
        foreach (var (what, bytes) in Damages)
            foreach (var backup in backups)
            {
                Put(bytes, backup);
                AssertRefused(what);
                AssertUntouched(bytes, backup, what);
            }

        foreach (var (what, bytes) in Damages)
        {
            Put(bytes, backup: null);
            AssertRefused(what);
            Assert.Equal(bytes, File.ReadAllBytes(paths.Registry));
        }
    }

    [Fact]
    public void a_newer_registry_is_refused_though_the_generation_before_is_good()
    {
        foreach (var schema in (int[])[6, 7, 1_000, int.MaxValue])
        {
            var newer = Replaced("\"schema\": 2", $"\"schema\": {schema}, \"novelty\": []");
            Put(newer, Whole);

            var error = file.Load().Error;

            Assert.Equal(RegistryErrors.FromTheFuture, error.Code);
            Assert.Contains("install the newer lobsterd", error.Hint, StringComparison.Ordinal);
            AssertUntouched(newer, Whole, $"schema {schema}");
        }
    }

    [Fact]
    public void any_flipped_bit_is_read_as_something_whole_or_refused() =>
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[0, 7]).Sample(
            (at, bit) => RegistryCodec.Read(Edited(bytes => bytes[at] ^= (byte)(1 << bit))) is var read
                && (read.IsSuccess || read.Error.Code.Kind == ErrorKind.NotReady),
            iter: 5_000);

    [Fact]
    public void any_flipped_bit_of_an_older_schema_is_read_as_something_whole_or_refused()
    {
        var older = File.ReadAllBytes(Path.Combine(RepositoryRoot.Path, "tests/Unit/Host/Registry/files/schema-1.json"));
        for (var at = 0; at < older.Length; at++)
        {
            var flipped = (byte[])older.Clone();
            flipped[at] ^= (byte)(1 << (at % 8));
            var read = RegistryCodec.Read(flipped);
            Assert.True(read.IsSuccess || read.Error.Code.Kind == ErrorKind.NotReady, $"byte {at}");
        }
    }

    private void AssertRefused(string what)
    {
        var error = file.Load().Error;

        Assert.True(error.Code == RegistryErrors.Damaged || error.Code == RegistryErrors.Inconsistent, $"{what}: {error.Code}");
        Assert.Contains(paths.Registry, error.Message, StringComparison.Ordinal);
        Assert.Contains($"nothing was changed; repair the file or put a good copy in its place (the previous generation is {Backup})", error.Hint, StringComparison.Ordinal);
    }

    private void AssertUntouched(byte[] current, byte[] backup, string what)
    {
        Assert.True(current.AsSpan().SequenceEqual(File.ReadAllBytes(paths.Registry)), what);
        Assert.True(backup.AsSpan().SequenceEqual(File.ReadAllBytes(Backup)), what);
        Assert.Equal(3, Directory.GetFiles(paths.Etc).Length);    // these two and the lock
    }

    private void Put(byte[] current, byte[]? backup)
    {
        File.WriteAllBytes(paths.Registry, current);
        if (backup is null) File.Delete(Backup);
        else File.WriteAllBytes(Backup, backup);
    }

    private static byte[] Edited(Action<byte[]> edit)
    {
        var bytes = Whole.ToArray();
        edit(bytes);
        return bytes;
    }

    private static int IndexOf(string text) => Whole.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) is var at and >= 0 ? at : throw new ArgumentException(text);

    private static byte[] Replaced(string before, string after)
    {
        _ = IndexOf(before);
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Whole).Replace(before, after, StringComparison.Ordinal));
    }
}
