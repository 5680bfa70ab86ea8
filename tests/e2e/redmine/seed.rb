# frozen_string_literal: true

# Fills an empty, migrated Redmine 5.0 with one agency, one client and two projects. `rails runner - < seed.rb`

PASSWORD = 'acme-password'
# Name => closed. Done is closed, because Redmine lets nobody close (accept) a stage with an open subtask.
STATUSES = { 'New' => false, 'In Progress' => false, 'Waiting for client' => false,
             'Done' => true, 'Accepted' => true }.freeze
TRACKERS = %w[Task Stage Epic Bug].freeze
VERDICTS = %w[in_scope bonus beyond_scope unclear defect warranty].freeze
# Those of the service by default, and those by which people link issues to the contract.
LABELS = %w[in-scope scope-bonus beyond-scope scope-unclear our-defect warranty signed-off sign-off-outdated
            site html support internal urgent].freeze
CLIENT = %i[view_issues add_issues edit_issues add_issue_notes edit_own_issue_notes manage_subtasks].freeze
BOT = (CLIENT + %i[view_private_notes set_notes_private view_time_entries add_issue_watchers]).freeze
# Redmine drops such values of a client without a word.
AGENCY_FIELDS = %w[assigned_to_id start_date due_date done_ratio fixed_version_id].freeze
PEOPLE = {
  'ugovor' => %w[Ugovor Bot Bot],
  'manager' => %w[Мария Орлова Agency],
  'developer' => %w[Денис Котов Agency],
  'director' => %w[Пётр Соколов Client],
  'contact' => %w[Анна Белова Client],
  'deputy' => %w[Игорь Ким Client],
  'stranger' => ['Кто-то', 'ещё', 'Observer']
}.freeze

def configure
  { rest_api_enabled: 1, login_required: 1, text_formatting: 'common_mark', notified_events: [],
    # The dates of an issue are what somebody set, also on a stage with subtasks and in the past.
    parent_issue_dates: 'independent', default_issue_start_date_to_creation_date: 0 }
    .each { |name, value| Setting[name] = value.is_a?(Integer) ? value.to_s : value }
end

def add_people
  PEOPLE.each do |login, (first, last, _role)|
    User.create!(firstname: first, lastname: last, mail: "#{login}@example.test", language: 'en',
                 mail_notification: 'none') { |user| user.login = login }
  end
  User.where(login: ['admin', *PEOPLE.keys]).each do |user|
    user.update!(password: PASSWORD, password_confirmation: PASSWORD, must_change_passwd: false)
    user.api_key
  end
end

def add_roles
  agency = Role.new(name: 'Agency', issues_visibility: 'all')
  agency.update!(permissions: agency.setable_permissions.map(&:name))
  Role.create!(name: 'Bot', issues_visibility: 'all', permissions: BOT)
  Role.create!(name: 'Client', issues_visibility: 'default', permissions: CLIENT)
  # Sees and comments, but has no right to edit: a status sent by an observer is dropped without a word.
  Role.create!(name: 'Observer', issues_visibility: 'default', permissions: %i[view_issues add_issue_notes])
end

def add_trackers
  statuses = STATUSES.map { |name, closed| IssueStatus.create!(name: name, is_closed: closed) }
  %w[Low Normal High].each { |name| IssuePriority.create!(name: name, is_default: name == 'Normal') }
  TimeEntryActivity.create!(name: 'Development', is_default: true)
  TRACKERS.each { |name| Tracker.create!(name: name, default_status: statuses.first) }
end

def add_fields
  { 'Scope' => VERDICTS, 'Labels' => LABELS, 'Verdict label' => LABELS.first(6),
    'Own labels' => %w[site urgent signed-off sign-off-outdated] }.each do |name, values|
    IssueCustomField.create!(name: name, field_format: 'list', possible_values: values, multiple: name.end_with?('abels'),
                             is_for_all: true, is_filter: true, trackers: Tracker.all)
  end
  IssueCustomField.create!(name: 'Deadline', field_format: 'date', is_for_all: true, trackers: Tracker.all)
end

# Everybody who may edit can move an issue from any status to any other, and create it in any status.
def add_workflow
  Role.givable.to_a.product(Tracker.all.to_a).each do |role, tracker|
    of = { role_id: role.id, tracker_id: tracker.id }
    allow_every_transition(of)
    protect_agency_fields(of) if role.name == 'Client'
  end
end

def allow_every_transition(of)
  statuses = IssueStatus.pluck(:id)
  [0, *statuses].product(statuses).reject { |from, to| from == to } # from 0: a new issue
                .each { |from, to| WorkflowTransition.create!(old_status_id: from, new_status_id: to, **of) }
end

def protect_agency_fields(of)
  fields = AGENCY_FIELDS + [IssueCustomField.find_by!(name: 'Scope').id.to_s]
  IssueStatus.pluck(:id).product(fields).each do |status, field|
    WorkflowPermission.create!(old_status_id: status, field_name: field, rule: 'readonly', **of)
  end
end

def add_project(name, identifier)
  project = Project.create!(name: name, identifier: identifier, is_public: false, trackers: Tracker.all,
                            enabled_module_names: %w[issue_tracking time_tracking wiki])
  IssueCategory.create!(project: project, name: 'inner-pages')
  PEOPLE.each do |login, (_first, _last, role)|
    Member.create!(project: project, principal: User.find_by!(login: login), roles: [Role.find_by!(name: role)])
  end
end

ActiveRecord::Base.transaction do
  configure
  add_people
  add_roles
  add_trackers
  add_fields
  add_workflow
  add_project('ACME site', 'acme')
  add_project('Other', 'other')
end
