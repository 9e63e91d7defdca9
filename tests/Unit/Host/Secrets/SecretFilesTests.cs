using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Secrets;
using Lobsterd.Host.Secrets;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Secrets;

public sealed class SecretFilesTests : IDisposable
{
    private const string Planted = "planted-sk-5d1f0c";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly Guid Alice = Guid.Parse("01930000-0000-7000-8000-000000000001");
    private static readonly Guid Bob = Guid.Parse("01930000-0000-7000-8000-000000000002");

    private readonly ScratchFolder scratch = new();
    private readonly LobsterdPaths paths;
    private readonly SecretFiles files;

    public SecretFilesTests()
    {
        paths = new LobsterdPaths(scratch.Path);
        _ = Directory.CreateDirectory(paths.Etc);
        files = new SecretFiles(paths);
    }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void what_is_kept_is_there_again_and_nowhere_in_clear()
    {
        Keep(Alice, "KEY", Planted);

        Assert.Equal(Planted, Assert.Single(new SecretFiles(paths).Load(Alice).Value).Value);
        Assert.All(
            Directory.EnumerateFiles(scratch.Path, "*", SearchOption.AllDirectories),
            file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf("planted"u8) < 0, file));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(paths.SecretsKey));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(paths.SecretsOf(Alice)));
    }

    [Fact]
    public void the_same_value_is_sealed_differently_each_time()
    {
        Keep(Alice, "KEY", Planted);
        var first = File.ReadAllText(paths.SecretsOf(Alice));
        Keep(Alice, "KEY", Planted);

        Assert.NotEqual(first, File.ReadAllText(paths.SecretsOf(Alice)));
    }

    [Fact]
    public void a_file_under_another_tenants_id_is_refused()
    {
        Keep(Alice, "KEY", Planted);
        File.Copy(paths.SecretsOf(Alice), paths.SecretsOf(Bob));

        Assert.Equal(SecretErrors.Damaged, files.Load(Bob).Error.Code);
    }

    [Fact]
    public void a_value_under_another_key_is_refused()
    {
        Keep(Alice, "KEY_A", Planted);
        File.WriteAllText(paths.SecretsOf(Alice), File.ReadAllText(paths.SecretsOf(Alice)).Replace("KEY_A", "KEY_B", StringComparison.Ordinal));

        Assert.Equal(SecretErrors.Damaged, files.Load(Alice).Error.Code);
    }

    [Fact]
    public void a_lost_key_is_not_made_anew_over_secrets()
    {
        Keep(Alice, "KEY", Planted);
        File.Delete(paths.SecretsKey);

        Assert.Equal(SecretErrors.Damaged, files.Load(Alice).Error.Code);
        Assert.Equal(SecretErrors.Damaged, files.Save(Bob, [new TenantSecret("KEY", "x", DateTimeOffset.UnixEpoch)]).Error.Code);
        Assert.False(File.Exists(paths.SecretsKey));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"schema":1,"secrets":[null]}""")]
    [InlineData("""{"schema":1,"secrets":[{"key":"A","setAt":"2026-01-01T00:00:00Z","nonce":"","sealed":"","tag":""}]}""")]
    [InlineData("""{"schema":2,"secrets":[]}""")]
    public void a_damaged_file_is_an_error(string text)
    {
        Keep(Alice, "KEY", Planted);
        File.WriteAllText(paths.SecretsOf(Alice), text);

        Assert.Equal(SecretErrors.Damaged, files.Load(Alice).Error.Code);
    }

    [Fact]
    public void forgotten_secrets_are_gone_and_forgetting_twice_is_fine()
    {
        Keep(Alice, "KEY", Planted);

        Assert.True(files.Remove(Alice).IsSuccess);
        Assert.True(files.Remove(Alice).IsSuccess);

        Assert.Empty(files.Load(Alice).Value);
        Assert.Empty(Directory.EnumerateFiles(paths.Secrets));
    }

    private void Keep(Guid tenant, string key, string value) =>
        Assert.True(files.Save(tenant, [new TenantSecret(key, value, DateTimeOffset.UnixEpoch)]).IsSuccess);
}
