using System;
using System.Linq;
using TokenTools.Onedata.Caveats;
using Xunit;
using static TokenTools.Core.Tests.Onedata.OnedataSamples;

namespace TokenTools.Core.Tests.Onedata.Caveats;

public class ApiCaveatTests
{
    // All clauses of deserialize_type/2 in ctool:src/graph_sync/gri.erl at commit 24bf982 (2024-10-17), the newest.
    private const string EntityTypes = """
        oz_worker user group space share provider handleService handle cluster harvester storage token space_stats
        temporary_token_secret atm_inventory atm_lambda atm_workflow_schema
        onp_cluster onp_host onp_panel onp_provider onp_service onp_space onp_storage onp_user onp_zone
        op_archive op_atm_inventory op_atm_lambda_snapshot op_atm_store op_atm_task_execution op_atm_workflow_execution
        op_atm_workflow_schema op_atm_workflow_schema_snapshot op_dataset file op_group op_handle op_handle_service op_metrics
        op_provider op_qos op_share op_space op_storage op_transfer op_user
        """;

    [Fact]
    public void Create_EveryEntityTypeOfTheNewestVersion_IsAccepted()
    {
        var types = EntityTypes.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(47, types.Length);
        Assert.Equal(types.Order(StringComparer.Ordinal), CaveatNames.ApiEntityTypes.Order(StringComparer.Ordinal));
        Assert.All(types, type => Assert.Equal($"api = all/get/{type}.*.*:*", ApiCaveat.Create([$"all/get/{type}.*.*:*"]).Text));
    }

    [Theory]
    [InlineData("op_file", "Did you mean file?")]
    [InlineData("op_cluster", "Did you mean cluster?")]
    [InlineData("onp_nothing", null)]
    [InlineData("spaces", "Did you mean space?")]
    [InlineData("handle_service", "Did you mean handleService?")]
    [InlineData("op_replica", "up to version 20.02")]
    [InlineData("nonsense_of_any_kind", null)]
    public void Create_OtherEntityType_IsRejected(string type, string? suggestion)
    {
        var error = Assert.Throws<TokenArgumentException>(() => ApiCaveat.Create([$"all/get/{type}.*.*:*"]));
        Assert.Equal(nameof(Messages.CaveatApiEntityType), error.ErrorId);
        Assert.Contains(suggestion ?? "reject the token. Known", error.Message, StringComparison.Ordinal);
        Assert.Equal(suggestion?.StartsWith("Did", StringComparison.Ordinal) == true, error.Message.Contains("Did you mean", StringComparison.Ordinal));

        // In a token, it is read and reported: a newer zone may know it.
        var token = Create("2/nmd/usr-u/act/i", Valid, $"api = all/get/{type}.*.*:*");
        Assert.Equal(nameof(Messages.OnedataWarningApiEntityType), Assert.Single(token.Warnings).Id);
        Assert.IsType<ApiCaveat>(token.Caveats.Last());
    }
}
