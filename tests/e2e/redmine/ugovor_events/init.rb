# frozen_string_literal: true

# Redmine 5.0 has no webhooks. This plugin posts its issue events in the form that Redmine 7.0's own have, as the
# account `ugovor` sees them; read in 7.0-stable (app/models/webhook.rb, app/models/concerns/issue/webhookable.rb,
# lib/redmine/acts/webhookable.rb). Tests want to know when an event has been sent, so the request waits for it.
#
# UGOVOR_EVENTS_URL, UGOVOR_EVENTS_SECRET: where to, signed with what; without an address nothing is sent.
# UGOVOR_CLOCK: a file that holds the moment in seconds since 1970; where it exists, it is the time.

require 'json'
require 'net/http'
require 'openssl'

Redmine::Plugin.register :ugovor_events do
  name 'ugovor_events'
  description 'Issue webhooks of Redmine 7.0 for Redmine 5.0, and a clock that tests set'
  version '1.0.0'
  requires_redmine version: '5.0'
end

# The time that a test has set.
module UgovorClock
  FILE = ENV['UGOVOR_CLOCK'].to_s

  def now(...)
    return super unless !FILE.empty? && File.exist?(FILE)

    given = File.read(FILE)
    given.empty? ? super : Time.at(given.to_f)
  end
end
Time.singleton_class.prepend(UgovorClock)

# What one event says, as its reader sees it.
class UgovorEvent
  def initialize(action, issue, reader)
    @action = action
    @issue = issue
    @reader = reader
  end

  def to_json(*)
    user = User.current
    User.current = @reader
    { type: "issue.#{@action}", timestamp: timestamp, data: { issue: issue, journal: journal }.compact }.to_json
  ensure
    User.current = user
  end

  private

  def timestamp
    moment = { 'created' => @issue.created_on, 'updated' => visible_journal&.created_on || @issue.updated_on }[@action]
    (moment || Time.now).iso8601
  end

  # The same fields as GET /issues/:id.json without `include`, less the spent hours.
  def issue
    { id: @issue.id, **links, **plain_fields, custom_fields: custom_fields, **times }
      .reject { |name, value| name == :custom_fields && value.empty? }
  end

  def links
    { project: named(@issue.project), tracker: named(@issue.tracker), status: status, priority: named(@issue.priority),
      author: named(@issue.author), assigned_to: named(@issue.assigned_to), category: named(@issue.category),
      fixed_version: named(@issue.fixed_version), parent: @issue.parent && { id: @issue.parent_id } }.compact
  end

  def plain_fields
    %i[subject description start_date due_date done_ratio is_private estimated_hours total_estimated_hours]
      .index_with { |field| @issue.public_send(field) }
  end

  def times
    %i[created_on updated_on closed_on].index_with { |field| @issue.public_send(field)&.xmlschema(0) }
  end

  def status
    named(@issue.status)&.merge(is_closed: @issue.status.is_closed)
  end

  def custom_fields
    @issue.visible_custom_field_values(@reader).map do |held|
      field = held.custom_field
      value = held.value.is_a?(Array) ? held.value.reject(&:blank?) : held.value
      { **named(field), multiple: field.multiple? || nil }.compact.merge(value: value)
    end
  end

  def journal
    return unless visible_journal

    { id: visible_journal.id, created_on: visible_journal.created_on.iso8601, notes: visible_journal.notes,
      user: named(visible_journal.user),
      details: visible_journal.visible_details(@reader).map { |detail| change(detail) } }
  end

  def change(detail)
    %i[property prop_key old_value value].index_with { |field| detail.public_send(field) }
  end

  def visible_journal
    return unless @action == 'updated' && @issue.current_journal&.persisted?

    @visible_journal ||= @issue.journals.visible(@reader).find_by(id: @issue.current_journal.id)
  end

  def named(record)
    record && { id: record.id, name: record.name }
  end
end

# Sends events. Nothing that goes wrong here reaches the request that caused the event.
module UgovorEvents
  TIMEOUT_S = 5

  module_function

  def announce(action, issue)
    return if ENV['UGOVOR_EVENTS_URL'].blank?

    reader = User.active.find_by(login: 'ugovor')
    return unless reader && issue.visible?(reader)

    body = UgovorEvent.new(action, issue, reader).to_json
    # A thread of its own: in that of the request the connection to the database may be held.
    Thread.new { post(URI(ENV['UGOVOR_EVENTS_URL']), body) }.join
  rescue StandardError => e
    Rails.logger.error("ugovor_events: issue.#{action} ##{issue.id}: #{e.class}: #{e.message}")
  end

  def post(url, body)
    request = Net::HTTP::Post.new(url, headers(body))
    request.body = body
    options = { open_timeout: TIMEOUT_S, read_timeout: TIMEOUT_S, write_timeout: TIMEOUT_S }
    Net::HTTP.start(url.host, url.port, options) { |http| http.request(request) }
  end

  def headers(body)
    headers = { 'Accept' => '*/*', 'Content-Type' => 'application/json', 'User-Agent' => 'Redmine' }
    secret = ENV['UGOVOR_EVENTS_SECRET']
    return headers if secret.blank?

    headers.merge('X-Redmine-Signature-256' => "sha256=#{OpenSSL::HMAC.hexdigest('SHA256', secret, body)}")
  end
end

Issue.class_eval do
  after_create_commit { UgovorEvents.announce('created', self) }
  after_update_commit { UgovorEvents.announce('updated', self) }
  after_destroy_commit { UgovorEvents.announce('deleted', self) }

  # 7.0 writes "child added" and "child removed" on the parent after the child is committed, so they are announced.
  skip_callback :save, :after, :create_parent_issue_journal
  skip_callback :destroy, :after, :create_parent_issue_journal
  after_commit :create_parent_issue_journal
end
