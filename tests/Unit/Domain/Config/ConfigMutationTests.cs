using System.Text;
using System.Text.Json;
using CsCheck;
using Lobsterd.Domain.Config;
using Lobsterd.Tests.Unit.Fuzzing;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Config;

public sealed class ConfigMutationTests
{
    private static readonly byte[] Whole = JsonSerializer.SerializeToUtf8Bytes(
        new LobsterdConfig { Workloads = new Dictionary<string, WorkloadConfig> { ["bot"] = new() { Command = ["/bin/bot"], Environment = new Dictionary<string, string> { ["A"] = "b" } } } },
        ConfigJson.Default.LobsterdConfig);

    private static readonly byte[] Part = """{"network":{"pool":"10.1.0.0/16","dns":["9.9.9.9"]},"caddy":{"tls":"off","listen":[":80"]}}"""u8.ToArray();

    [Fact]
    public void a_damaged_document_is_a_configuration_or_one_typed_error() => Mutation.Of(Whole, Part).Sample(
        document =>
        {
            var read = ConfigReader.Read(document);
            return read.IsSuccess
                || (read.Error.Code == ConfigErrors.Invalid && read.Error.Message.Length < 20_000 && !read.Error.Message.Any(c => char.IsControl(c) && c != '\n'));
        },
        iter: 5_000);

    [Theory]
    [InlineData("""{"domain":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"workloads":{"\udc00":{}}}""")]
    [InlineData("""{"network":{"dns":[null]}}""")]
    [InlineData("""{"workloads":{"a":{"command":[null]}}}""")]
    [InlineData("""{"workloads":{"a":{"environment":{"A":null}}}}""")]
    [InlineData("""{"workloads":{"a":null}}""")]
    [InlineData("""{"workloads":null}""")]
    [InlineData("""{"domain":null}""")]
    public void what_is_no_text_or_null_where_none_may_be_is_refused(string document) =>
        Assert.Equal(ConfigErrors.Invalid, ConfigReader.Read(Encoding.UTF8.GetBytes(document)).Error.Code);

    [Fact]
    public void bytes_that_are_no_utf8_are_refused() =>
        Assert.Equal(ConfigErrors.Invalid, ConfigReader.Read((byte[])[.. "{\"domain\":\""u8, 0xff, .. "\"}"u8]).Error.Code);
}
